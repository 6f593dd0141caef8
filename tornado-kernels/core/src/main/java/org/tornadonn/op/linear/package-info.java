/** The fully connected layer, {@code y = x · wᵀ + b}. Depends on {@code arithmetic}. */
@NullMarked
package org.tornadonn.op.linear;

import org.jspecify.annotations.NullMarked;
