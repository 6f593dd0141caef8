package org.tornadonn.op.loss;

import org.tornadonn.plan.Shape;

/**
 * How large the arrays of a {@link CtcLoss} are.
 *
 * @param frames of the longest input
 * @param n samples
 * @param longest labels of the longest target
 */
record CtcSizes(int frames, int n, int classes, int longest) {

  /** A state for each label, and for a blank before, between and behind them. */
  int width() {
    return 2 * longest + 1;
  }

  /** {@code (n, frames, states)}. */
  Shape states() {
    return Shape.of(n, frames, width());
  }
}
