/**
 * Linear layers as matrix products, and weights packed channel by channel. Depends on {@code plan},
 * {@code op}, {@code exec.jvm.elementwise} and {@code exec.jvm.tile}.
 */
@NullMarked
package org.tornadonn.exec.jvm.linear;

import org.jspecify.annotations.NullMarked;
