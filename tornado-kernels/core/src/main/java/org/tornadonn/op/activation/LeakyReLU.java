package org.tornadonn.op.activation;

import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.ShapeException;

/**
 * {@code y = x > 0 ? x : slope · x}, element by element; NaN stays NaN. The gradient at 0 is the
 * slope, as in PyTorch.
 *
 * @param slope what negative values are multiplied with
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html">PyTorch</a>
 */
public record LeakyReLU(float slope) implements Pointwise {

  /** A leaky ReLU with a slope that is a number. */
  public LeakyReLU {
    if (!Float.isFinite(slope)) {
      throw new ShapeException(
          "LeakyReLU's slope must be a number, not %s: use 0.01, for example.".formatted(slope));
    }
  }

  @Override
  public String name() {
    return "leaky_relu";
  }

  @Override
  public boolean gradientFromResult() {
    return false;
  }

  @Override
  public int flops() {
    return 1;
  }

  @Override
  public Kernel result(float[] x, int xAt, float[] y, int size) {
    return new LeakyReLUForward(x, xAt, y, slope, size);
  }

  @Override
  public Kernel inputGradient(
      float[] v, int vAt, float[] dy, float[] dx, int dxAt, int add, int size) {
    return new LeakyReLUInputGradient(v, vAt, dy, dx, dxAt, add, slope, size);
  }
}
