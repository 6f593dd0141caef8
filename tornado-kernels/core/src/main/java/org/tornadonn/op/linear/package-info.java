/**
 * Products: the fully connected layer, {@code y = x · wᵀ + b}, and matrices of two values. Depends
 * on {@code arithmetic}, {@code elementwise} and {@code convolution}.
 */
@NullMarked
package org.tornadonn.op.linear;

import org.jspecify.annotations.NullMarked;
