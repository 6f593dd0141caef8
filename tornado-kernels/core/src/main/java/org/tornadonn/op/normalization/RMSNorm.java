package org.tornadonn.op.normalization;

import org.jspecify.annotations.Nullable;
import org.tornadonn.op.arithmetic.Sum;
import org.tornadonn.op.elementwise.Add;
import org.tornadonn.op.elementwise.Binary;
import org.tornadonn.op.elementwise.Mul;
import org.tornadonn.op.elementwise.Rsqrt;
import org.tornadonn.op.elementwise.Unary;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Root mean square normalization: {@code y = x / √(mean(x²) + ε) · w} over the last axes; no mean
 * is taken off.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.RMSNorm.html">PyTorch</a>
 * @see <a href="https://arxiv.org/abs/1910.07467">Zhang and Sennrich, Root mean square layer
 *     normalization</a>
 */
public final class RMSNorm {

  private RMSNorm() {}

  /**
   * Records it.
   *
   * @param normalizedShape the sizes of the last axes of x, which are normalised together
   * @param weight of that shape, or null for 1
   * @param eps what is added to the mean of the squares
   */
  public static Value of(Value x, Shape normalizedShape, @Nullable Value weight, float eps) {
    LayerNorm.require("RMSNorm", x, normalizedShape);
    int first = x.shape().rank() - normalizedShape.rank();
    var square = Binary.of(new Mul(), x, x);
    var sum = x.tape().apply(new Sum(first, normalizedShape.rank()), square);
    var mean = Binary.of(new Mul(), sum, Binary.number(x, 1f / normalizedShape.size()));
    var scale = Unary.of(new Rsqrt(), Binary.of(new Add(), mean, Binary.number(x, eps)));
    return LayerNorm.affine(Binary.of(new Mul(), x, scale), weight, null);
  }
}
