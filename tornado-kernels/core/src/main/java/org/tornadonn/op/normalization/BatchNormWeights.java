package org.tornadonn.op.normalization;

import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Fill;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;

/** Weight and bias of a batch norm: inputs 1 and 2, or ones and zeros if it has none. */
record BatchNormWeights(Slice w, Slice b) {

  private static final String ONES = "ones";

  /**
   * For a forward pass.
   *
   * @param isAffine whether they are inputs
   */
  static BatchNormWeights forward(Forward pass, boolean isAffine, Shape channels) {
    if (isAffine) {
      return new BatchNormWeights(pass.in(1), pass.in(2));
    }
    var w = pass.needsBackward() ? pass.saved(ONES, channels) : pass.scratch(ONES, channels);
    var b = pass.scratch("zeros", channels);
    fill(pass, ONES, w, 1);
    fill(pass, "zeros", b, 0);
    return new BatchNormWeights(w, b);
  }

  private static void fill(Forward pass, String step, Slice slice, float value) {
    pass.call(step)
        .writes(slice)
        .sums(0)
        .bind(m -> new Fill(m.of(slice), slice.offset(), value, slice.size()));
  }

  /** The weight for a backward pass. */
  static Slice weight(Backward pass, boolean isAffine) {
    return isAffine ? pass.in(1) : pass.saved(ONES);
  }
}
