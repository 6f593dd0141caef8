package org.tornadonn.layer;

import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.pooling.Pools;
import org.tornadonn.plan.Value;

/**
 * The mean of each window of an image: {@code (n, c, h, w)} becomes {@code (n, c, ho, wo)}.
 *
 * @param window kernel size, stride (default: the kernel size) and padding (default 0, at most half
 *     the kernel)
 * @param countIncludePad whether padding counts, as zeros; default true
 * @param ceilMode whether the last windows may stand over the edge; default false
 * @param divisorOverride what sums are divided by; default 0, the number of elements
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html">PyTorch</a>
 */
public record AvgPool2d(
    Window window, boolean countIncludePad, boolean ceilMode, int divisorOverride)
    implements Layer {

  /**
   * A pool whose windows do not stand over the edge.
   *
   * @param window kernel size, stride and padding
   * @param countIncludePad whether padding counts, as zeros
   */
  public AvgPool2d(Window window, boolean countIncludePad) {
    this(window, countIncludePad, false, 0);
  }

  /**
   * {@return this layer with another stride}
   *
   * @param stride how far the window moves, down and to the right, at least 1
   */
  public AvgPool2d stride(int stride) {
    return stride(stride, stride);
  }

  /**
   * {@return this layer with another stride in rows and columns}
   *
   * @param height how many rows the window moves down, at least 1
   * @param width how many columns it moves to the right, at least 1
   */
  public AvgPool2d stride(int height, int width) {
    return new AvgPool2d(
        window.withStride(height, width), countIncludePad, ceilMode, divisorOverride);
  }

  /**
   * {@return this layer with padding of zeros, on all four sides}
   *
   * @param padding rows and columns on each side, at most half the kernel
   */
  public AvgPool2d padding(int padding) {
    return padding(padding, padding, padding, padding);
  }

  /**
   * {@return this layer with padding of zeros, of its own on each side}
   *
   * @param top rows above, at most half the kernel
   * @param left columns to the left
   * @param bottom rows below
   * @param right columns to the right
   */
  public AvgPool2d padding(int top, int left, int bottom, int right) {
    return new AvgPool2d(
        window.withPadding(top, left, bottom, right), countIncludePad, ceilMode, divisorOverride);
  }

  /**
   * {@return this layer with windows that may stand over the edge, or not}
   *
   * @param up whether the number of windows is rounded up; they still start inside the image or the
   *     padding before it
   */
  public AvgPool2d ceilMode(boolean up) {
    return new AvgPool2d(window, countIncludePad, up, divisorOverride);
  }

  /**
   * {@return this layer with padding that counts, or not}
   *
   * @param counts whether zeros of the padding count in a mean
   */
  public AvgPool2d countIncludePad(boolean counts) {
    return new AvgPool2d(window, counts, ceilMode, divisorOverride);
  }

  /**
   * {@return this layer with another divisor}
   *
   * @param divisor what sums are divided by, whatever the window holds; 0 for the number of
   *     elements
   */
  public AvgPool2d divisorOverride(int divisor) {
    return new AvgPool2d(window, countIncludePad, ceilMode, divisor);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return Pools.avgPool2d(x, window, ceilMode, countIncludePad, divisorOverride);
  }
}
