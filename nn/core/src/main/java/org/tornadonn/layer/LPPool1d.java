package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * The p-norm of each window of {@code (n, c, length)}: {@code (Σ xᵖ)^(1/p)}; where the sum is 0, so
 * is its gradient.
 *
 * @param normType p: 2 for the root of the sum of squares, 1 for the sum
 * @param kernelSize the length of a window, at least 1
 * @param stride how far it moves, at least 1; default: the kernel size
 * @param ceilMode whether the last windows may stand over the edge; default false
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.LPPool1d.html">PyTorch</a>
 */
public record LPPool1d(float normType, int kernelSize, int stride, boolean ceilMode)
    implements Layer {

  /**
   * {@return this layer with another stride}
   *
   * @param other how far the window moves, at least 1
   */
  public LPPool1d stride(int other) {
    return new LPPool1d(normType, kernelSize, other, ceilMode);
  }

  /**
   * {@return this layer with windows that may stand over the edge, or not}
   *
   * @param up whether the number of windows is rounded up
   */
  public LPPool1d ceilMode(boolean up) {
    return new LPPool1d(normType, kernelSize, stride, up);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return F.lpPool1d(x, normType, kernelSize, stride, ceilMode);
  }
}
