/**
 * Training and prediction: a model on a device. Depends on {@code layer}, {@code data} and the
 * kernels' {@code plan}, {@code exec} and {@code device}.
 */
@NullMarked
package org.tornadonn.train;

import org.jspecify.annotations.NullMarked;
