package org.tornadonn.layer;

import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.pooling.Pools;
import org.tornadonn.plan.Value;

/**
 * The largest value of each window of a sequence: {@code (n, c, length)} becomes {@code (n, c,
 * lo)}.
 *
 * @param window kernel size, stride (default: the kernel size), padding (default 0, at most half
 *     the kernel) and dilation (default 1)
 * @param ceilMode whether the last windows may stand over the edge; default false
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool1d.html">PyTorch</a>
 */
public record MaxPool1d(Window window, boolean ceilMode) implements Layer {

  /**
   * {@return this layer with another stride}
   *
   * @param stride how far the window moves, at least 1
   */
  public MaxPool1d stride(int stride) {
    return new MaxPool1d(window.withStride(1, stride), ceilMode);
  }

  /**
   * {@return this layer with padding which never wins, at both ends}
   *
   * @param padding elements at each end, at most half the kernel
   */
  public MaxPool1d padding(int padding) {
    return new MaxPool1d(window.withPadding(0, padding), ceilMode);
  }

  /**
   * {@return this layer with another dilation}
   *
   * @param dilation the distance of neighbouring elements of a window, at least 1
   */
  public MaxPool1d dilation(int dilation) {
    return new MaxPool1d(window.withDilation(1, dilation), ceilMode);
  }

  /**
   * {@return this layer with windows that may stand over the edge, or not}
   *
   * @param up whether the number of windows is rounded up; they still start inside the image or the
   *     padding before it
   */
  public MaxPool1d ceilMode(boolean up) {
    return new MaxPool1d(window, up);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return Pools.maxPool1d(x, window, ceilMode);
  }
}
