package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * The square windows of images as columns: {@code (n, c, h, w)} becomes {@code (n, c · kernelSize²,
 * windows)}.
 *
 * @param kernelSize rows and columns of a window
 * @param stride how far it moves; default 1
 * @param padding rows and columns of zeros on each side; default 0
 * @param dilation the distance of neighbouring elements of a window; default 1
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Unfold.html">PyTorch</a>
 */
public record Unfold(int kernelSize, int stride, int padding, int dilation) implements Layer {

  /**
   * {@return this layer with windows that move further}
   *
   * @param other rows and columns, at least 1
   */
  public Unfold stride(int other) {
    return new Unfold(kernelSize, other, padding, dilation);
  }

  /**
   * {@return this layer with zeros around the images}
   *
   * @param other rows and columns on each side
   */
  public Unfold padding(int other) {
    return new Unfold(kernelSize, stride, other, dilation);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return F.unfold(x, kernelSize, stride, padding, dilation);
  }
}
