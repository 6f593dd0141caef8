package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * The p-norm of each square window of {@code (n, c, h, w)}: {@code (Σ xᵖ)^(1/p)}; where the sum is
 * 0, so is its gradient.
 *
 * @param normType p: 2 for the root of the sum of squares, 1 for the sum
 * @param kernelSize the sides of a window, at least 1
 * @param stride how far it moves, at least 1; default: the kernel size
 * @param ceilMode whether the last windows may stand over the edge; default false
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.LPPool2d.html">PyTorch</a>
 */
public record LPPool2d(float normType, int kernelSize, int stride, boolean ceilMode)
    implements Layer {

  /**
   * {@return this layer with another stride}
   *
   * @param other how far the window moves, at least 1
   */
  public LPPool2d stride(int other) {
    return new LPPool2d(normType, kernelSize, other, ceilMode);
  }

  /**
   * {@return this layer with windows that may stand over the edge, or not}
   *
   * @param up whether the number of windows is rounded up
   */
  public LPPool2d ceilMode(boolean up) {
    return new LPPool2d(normType, kernelSize, stride, up);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return F.lpPool2d(x, normType, kernelSize, stride, ceilMode);
  }
}
