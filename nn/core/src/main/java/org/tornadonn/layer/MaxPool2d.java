package org.tornadonn.layer;

import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.pooling.Pools;
import org.tornadonn.plan.Value;

/**
 * The largest value of each window of an image: {@code (n, c, h, w)} becomes {@code (n, c, ho,
 * wo)}.
 *
 * @param window kernel size, stride (default: the kernel size), padding (default 0, at most half
 *     the kernel) and dilation (default 1)
 * @param ceilMode whether the last windows may stand over the edge; default false
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html">PyTorch</a>
 */
public record MaxPool2d(Window window, boolean ceilMode) implements Layer {

  /**
   * A pool whose windows do not stand over the edge.
   *
   * @param window kernel size, stride, padding and dilation
   */
  public MaxPool2d(Window window) {
    this(window, false);
  }

  /**
   * {@return this layer with another stride}
   *
   * @param stride how far the window moves, down and to the right, at least 1
   */
  public MaxPool2d stride(int stride) {
    return stride(stride, stride);
  }

  /**
   * {@return this layer with another stride in rows and columns}
   *
   * @param height how many rows the window moves down, at least 1
   * @param width how many columns it moves to the right, at least 1
   */
  public MaxPool2d stride(int height, int width) {
    return new MaxPool2d(window.withStride(height, width), ceilMode);
  }

  /**
   * {@return this layer with padding which never wins, on all four sides}
   *
   * @param padding rows and columns on each side, at most half the kernel
   */
  public MaxPool2d padding(int padding) {
    return padding(padding, padding, padding, padding);
  }

  /**
   * {@return this layer with padding which never wins, of its own on each side}
   *
   * @param top rows above, at most half the kernel
   * @param left columns to the left
   * @param bottom rows below
   * @param right columns to the right
   */
  public MaxPool2d padding(int top, int left, int bottom, int right) {
    return new MaxPool2d(window.withPadding(top, left, bottom, right), ceilMode);
  }

  /**
   * {@return this layer with another dilation}
   *
   * @param dilation the distance of neighbouring elements of a window, at least 1
   */
  public MaxPool2d dilation(int dilation) {
    return new MaxPool2d(window.withDilation(dilation, dilation), ceilMode);
  }

  /**
   * {@return this layer with windows that may stand over the edge, or not}
   *
   * @param up whether the number of windows is rounded up; they still start inside the image or the
   *     padding before it
   */
  public MaxPool2d ceilMode(boolean up) {
    return new MaxPool2d(window, up);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return Pools.maxPool2d(x, window, ceilMode);
  }
}
