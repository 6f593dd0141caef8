package org.tornadonn.op.normalization;

import org.tornadonn.op.arithmetic.PartialSum;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;

/**
 * The sums over the batch that all gradients of a batch norm are made of, by part and channel.
 *
 * @param dy of dy
 * @param dyx of dy times the normalised x
 */
record BatchNormParts(BatchNormShapes shapes, Slice dy, Slice dyx) {

  /**
   * Describes the sums, and the gradients of weight (input 1) and bias (input 2).
   *
   * @param isAffine whether there are these inputs
   */
  static BatchNormParts describe(Backward pass, boolean isAffine, Slice mean, Slice scale) {
    var x = pass.in(0);
    var gradient = pass.outGradient();
    var s = BatchNormShapes.of(x.shape());
    var shape = Shape.of(s.parts(), s.channels());
    var dy = pass.scratch("bias gradient parts", shape);
    var dyx = pass.scratch("weight gradient parts", shape);
    pass.call("gradient parts")
        .reads(x, gradient, mean, scale)
        .writes(dy, dyx)
        .flops(4L * x.size())
        .sums(s.perPart() * s.plane())
        .bind(
            m ->
                new BatchNormGradientParts(
                    m.of(x),
                    m.of(gradient),
                    m.of(mean),
                    mean.offset(),
                    m.of(scale),
                    m.of(dy),
                    m.of(dyx),
                    s.perPart(),
                    s.n(),
                    s.channels(),
                    s.plane(),
                    dy.size()));
    if (isAffine && pass.needsGradient(1)) {
      PartialSum.describe(pass, 1, "weight gradient", dyx, s.parts());
    }
    if (isAffine && pass.needsGradient(2)) {
      PartialSum.describe(pass, 2, "bias gradient", dy, s.parts());
    }
    return new BatchNormParts(s, dy, dyx);
  }

  /** Describes the call that adds parts up. */
  Slice sum(Backward pass, String name, Slice parts) {
    var sum = pass.scratch(name, Shape.of(shapes.channels()));
    pass.call(name)
        .reads(parts)
        .writes(sum)
        .flops(parts.size())
        .sums(shapes.parts(), parts)
        .bind(m -> new PartialSum(m.of(parts), m.of(sum), 0, 0, shapes.parts(), shapes.channels()));
    return sum;
  }
}
