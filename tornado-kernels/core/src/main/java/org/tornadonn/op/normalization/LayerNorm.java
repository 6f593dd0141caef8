package org.tornadonn.op.normalization;

import org.jspecify.annotations.Nullable;
import org.tornadonn.op.elementwise.Add;
import org.tornadonn.op.elementwise.Binary;
import org.tornadonn.op.elementwise.Mul;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Layer normalization: {@link Standardize} over the last axes, then scaled and shifted element by
 * element.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html">PyTorch</a>
 */
public final class LayerNorm {

  private LayerNorm() {}

  /**
   * Records it.
   *
   * @param normalizedShape the sizes of the last axes of x, which are normalised together
   * @param weight of that shape, or null for 1
   * @param bias of that shape, or null for 0
   * @param eps what is added to the variance
   */
  public static Value of(
      Value x, Shape normalizedShape, @Nullable Value weight, @Nullable Value bias, float eps) {
    require("LayerNorm", x, normalizedShape);
    var y = x.tape().apply(new Standardize(normalizedShape.rank(), eps), x);
    return affine(y, weight, bias);
  }

  /** Checks that x ends in a shape. */
  static void require(String name, Value x, Shape last) {
    int front = x.shape().rank() - last.rank();
    boolean fits = front >= 0 && last.rank() > 0;
    for (int axis = 0; fits && axis < last.rank(); axis++) {
      fits = x.shape().dim(front + axis) == last.dim(axis);
    }
    if (!fits) {
      throw new ShapeException(
          "%s is made for values that end in %s, but gets %s: set normalizedShape to their last sizes."
              .formatted(name, last, x.shape()));
    }
  }

  /** Scaled and shifted, by broadcasting. */
  static Value affine(Value x, @Nullable Value weight, @Nullable Value bias) {
    var y = weight == null ? x : Binary.of(new Mul(), x, weight);
    return bias == null ? y : Binary.of(new Add(), y, bias);
  }
}
