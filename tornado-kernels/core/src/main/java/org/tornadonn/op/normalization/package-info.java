/** Batch normalization, in training and in predictions. Depends on {@code arithmetic}. */
@NullMarked
package org.tornadonn.op.normalization;

import org.jspecify.annotations.NullMarked;
