package org.tornadonn.op.activation;

import org.tornadonn.op.elementwise.Binary;
import org.tornadonn.op.elementwise.Clamp;
import org.tornadonn.op.elementwise.Gt;
import org.tornadonn.op.elementwise.Lt;
import org.tornadonn.op.elementwise.Mul;
import org.tornadonn.op.elementwise.Unary;
import org.tornadonn.op.elementwise.Where;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;

/**
 * {@code y = min(max(x, low), high)}, element by element; NaN stays NaN. Unlike that of a {@link
 * Clamp}, the gradient at the bounds is 0, as in PyTorch.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Hardtanh.html">PyTorch</a>
 */
public record Hardtanh(float low, float high) implements Unary {

  @Override
  public int flops() {
    return 2;
  }

  @Override
  public Value slope(Composition g) {
    var x = g.in(0);
    var inside =
        Binary.of(
            new Mul(),
            Binary.of(new Gt(), x, Binary.number(x, low)),
            Binary.of(new Lt(), x, Binary.number(x, high)));
    return Where.of(inside, g.dy(), Binary.number(x, 0));
  }

  @Override
  public Kernel kernel(float[] x, int xAt, float[] y, int size) {
    return new Clamp(low, high).kernel(x, xAt, y, size);
  }
}
