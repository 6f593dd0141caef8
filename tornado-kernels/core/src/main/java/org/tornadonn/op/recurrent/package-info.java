/**
 * Recurrence: cells, and their walk through the steps of a sequence. Depends on {@code activation},
 * {@code arithmetic}, {@code elementwise}, {@code linear} and {@code shape}.
 */
@NullMarked
package org.tornadonn.op.recurrent;

import org.jspecify.annotations.NullMarked;
