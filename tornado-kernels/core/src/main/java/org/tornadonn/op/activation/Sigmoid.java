package org.tornadonn.op.activation;

import org.tornadonn.plan.Kernel;

/**
 * {@code y = 1 / (1 + exp(−x))}, element by element; NaN stays NaN. Backward looks at the result
 * alone: {@code dx = dy · y · (1 − y)}.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html">PyTorch</a>
 */
public record Sigmoid() implements Pointwise {

  @Override
  public String name() {
    return "sigmoid";
  }

  @Override
  public boolean gradientFromResult() {
    return true;
  }

  @Override
  public int flops() {
    return 4;
  }

  @Override
  public Kernel result(float[] x, int xAt, float[] y, int size) {
    return new SigmoidForward(x, xAt, y, size);
  }

  @Override
  public Kernel inputGradient(
      float[] v, int vAt, float[] dy, float[] dx, int dxAt, int add, int size) {
    return new SigmoidInputGradient(v, vAt, dy, dx, dxAt, add, size);
  }
}
