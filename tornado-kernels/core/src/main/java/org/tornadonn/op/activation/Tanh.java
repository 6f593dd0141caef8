package org.tornadonn.op.activation;

import org.tornadonn.plan.Kernel;

/**
 * {@code y = (exp(x) − exp(−x)) / (exp(x) + exp(−x))}, element by element; NaN stays NaN. Backward
 * looks at the result alone: {@code dx = dy · (1 − y²)}.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Tanh.html">PyTorch</a>
 */
public record Tanh() implements Pointwise {

  @Override
  public String name() {
    return "tanh";
  }

  @Override
  public boolean gradientFromResult() {
    return true;
  }

  @Override
  public int flops() {
    return 14;
  }

  @Override
  public Kernel result(float[] x, int xAt, float[] y, int size) {
    return new TanhForward(x, xAt, y, size);
  }

  @Override
  public Kernel inputGradient(
      float[] v, int vAt, float[] dy, float[] dx, int dxAt, int add, int size) {
    return new TanhInputGradient(v, vAt, dy, dx, dxAt, add, size);
  }
}
