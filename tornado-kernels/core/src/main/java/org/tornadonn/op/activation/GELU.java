package org.tornadonn.op.activation;

import org.tornadonn.plan.Kernel;

/**
 * {@code y = x · Φ(x)}, element by element, where Φ is the distribution function of the standard
 * normal distribution; or its approximation {@code y = x / (1 + exp(−2u))}, which is {@code 0.5 · x
 * · (1 + tanh u)}, with {@code u = √(2/π) · (x + 0.044715 x³)}. NaN stays NaN, and −∞ becomes NaN,
 * as in PyTorch.
 *
 * @param approximate how Φ is computed
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.GELU.html">PyTorch</a>
 */
public record GELU(Approximate approximate) implements Pointwise {

  /** How Φ is computed. */
  public enum Approximate {
    /** By the error function; see {@link org.tornadonn.op.special.ErrorFunction} for its error. */
    NONE,
    /** By a hyperbolic tangent. */
    TANH
  }

  private int tanh() {
    return approximate == Approximate.TANH ? 1 : 0;
  }

  @Override
  public String name() {
    return "gelu";
  }

  @Override
  public boolean gradientFromResult() {
    return false;
  }

  @Override
  public int flops() {
    return 24;
  }

  @Override
  public Kernel result(float[] x, int xAt, float[] y, int size) {
    return new GELUForward(x, xAt, y, tanh(), size);
  }

  @Override
  public Kernel inputGradient(
      float[] v, int vAt, float[] dy, float[] dx, int dxAt, int add, int size) {
    return new GELUInputGradient(v, vAt, dy, dx, dxAt, add, tanh(), size);
  }
}
