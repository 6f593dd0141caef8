package org.tornadonn.op.activation;

import org.tornadonn.plan.Kernel;

/**
 * {@code y = max(0, x)}, element by element; NaN stays NaN. The gradient at 0 is 0.
 *
 * <p>Backward looks at the result alone, so the result may take the place of its operand.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ReLU.html">PyTorch</a>
 */
public record ReLU() implements Pointwise {

  @Override
  public String name() {
    return "relu";
  }

  @Override
  public boolean gradientFromResult() {
    return true;
  }

  @Override
  public boolean commutesWithMaximum() {
    return true;
  }

  @Override
  public int flops() {
    return 1;
  }

  @Override
  public int terms() {
    return 0;
  }

  @Override
  public Kernel result(float[] x, int xAt, float[] y, int size) {
    return new ReLUForward(x, xAt, y, size);
  }

  @Override
  public Kernel inputGradient(
      float[] v, int vAt, float[] dy, float[] dx, int dxAt, int add, int size) {
    return new ReLUInputGradient(v, dy, dx, dxAt, add, size);
  }
}
