package org.tornadonn.layer;

import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Value;

/**
 * The largest value of each window of an image.
 *
 * @param window kernel size, stride (default: the kernel size) and padding (default 0)
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html">PyTorch</a>
 */
public record MaxPool2d(Window window) implements Layer {

  /**
   * {@return this layer with another stride}
   *
   * @param stride how far the window moves, down and to the right, at least 1
   */
  public MaxPool2d stride(int stride) {
    return new MaxPool2d(window.withStride(stride, stride));
  }

  /**
   * {@return this layer with padding, which never wins, on all four sides}
   *
   * @param padding rows and columns on each side, at most half the kernel
   */
  public MaxPool2d padding(int padding) {
    return new MaxPool2d(window.withPadding(padding, padding));
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return scope.apply(new org.tornadonn.op.pooling.MaxPool2d(window), x);
  }
}
