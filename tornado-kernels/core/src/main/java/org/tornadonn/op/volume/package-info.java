/**
 * Convolutions and pools of volumes, made of those of planes and of what moves along depth. Depends
 * on {@code plan}, {@code op.arithmetic}, {@code op.convolution}, {@code op.elementwise}, {@code
 * op.pooling} and {@code op.shape} alone.
 */
@NullMarked
package org.tornadonn.op.volume;

import org.jspecify.annotations.NullMarked;
