/**
 * Training and prediction: a model on a device. Depends on {@code layer}, {@code data} and the
 * kernels' {@code plan}, {@code exec}, {@code device} and {@code heap}.
 */
@NullMarked
package org.tornadonn.train;

import org.jspecify.annotations.NullMarked;
