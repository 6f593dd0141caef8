/**
 * What a training run leaves for people to read, as records and as a page. Depends on {@code page},
 * {@code train}, {@code layer}, {@code data}, {@code store}, the kernels' {@code exec}, {@code
 * plan} and {@code device}, and Jackson.
 */
@NullMarked
package org.tornadonn.report;

import org.jspecify.annotations.NullMarked;
