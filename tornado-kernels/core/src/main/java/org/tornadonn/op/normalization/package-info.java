/**
 * Batch normalization, in training and in predictions; layer, group, instance and RMS
 * normalization. Depends on {@code arithmetic} and {@code elementwise}.
 */
@NullMarked
package org.tornadonn.op.normalization;

import org.jspecify.annotations.NullMarked;
