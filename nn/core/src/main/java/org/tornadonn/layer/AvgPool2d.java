package org.tornadonn.layer;

import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Value;

/**
 * The mean of each window of an image: {@code (n, c, h, w)} becomes {@code (n, c, ho, wo)}.
 *
 * @param window kernel size, stride (default: the kernel size) and padding (default 0, at most half
 *     the kernel)
 * @param countIncludePad whether padding counts, as zeros; default true
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html">PyTorch</a>
 */
public record AvgPool2d(Window window, boolean countIncludePad) implements Layer {

  /**
   * {@return this layer with another stride}
   *
   * @param stride how far the window moves, down and to the right, at least 1
   */
  public AvgPool2d stride(int stride) {
    return new AvgPool2d(window.withStride(stride, stride), countIncludePad);
  }

  /**
   * {@return this layer with padding on all four sides}
   *
   * @param padding rows and columns of zeros on each side, at most half the kernel
   */
  public AvgPool2d padding(int padding) {
    return new AvgPool2d(window.withPadding(padding, padding), countIncludePad);
  }

  /**
   * {@return this layer with padding that counts, or not}
   *
   * @param counts whether zeros of the padding count in a mean
   */
  public AvgPool2d countIncludePad(boolean counts) {
    return new AvgPool2d(window, counts);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return scope.apply(new org.tornadonn.op.pooling.AvgPool2d(window, countIncludePad), x);
  }
}
