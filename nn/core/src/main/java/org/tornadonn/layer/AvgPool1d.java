package org.tornadonn.layer;

import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.pooling.Pools;
import org.tornadonn.plan.Value;

/**
 * The mean of each window of a sequence: {@code (n, c, length)} becomes {@code (n, c, lo)}.
 *
 * @param window kernel size, stride (default: the kernel size) and padding (default 0, at most half
 *     the kernel)
 * @param countIncludePad whether padding counts, as zeros; default true
 * @param ceilMode whether the last windows may stand over the edge; default false
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool1d.html">PyTorch</a>
 */
public record AvgPool1d(Window window, boolean countIncludePad, boolean ceilMode) implements Layer {

  /**
   * {@return this layer with another stride}
   *
   * @param stride how far the window moves, at least 1
   */
  public AvgPool1d stride(int stride) {
    return new AvgPool1d(window.withStride(1, stride), countIncludePad, ceilMode);
  }

  /**
   * {@return this layer with padding of zeros, at both ends}
   *
   * @param padding elements at each end, at most half the kernel
   */
  public AvgPool1d padding(int padding) {
    return new AvgPool1d(window.withPadding(0, padding), countIncludePad, ceilMode);
  }

  /**
   * {@return this layer with windows that may stand over the edge, or not}
   *
   * @param up whether the number of windows is rounded up; they still start inside the image or the
   *     padding before it
   */
  public AvgPool1d ceilMode(boolean up) {
    return new AvgPool1d(window, countIncludePad, up);
  }

  /**
   * {@return this layer with padding that counts, or not}
   *
   * @param counts whether zeros of the padding count in a mean
   */
  public AvgPool1d countIncludePad(boolean counts) {
    return new AvgPool1d(window, counts, ceilMode);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return Pools.avgPool1d(x, window, ceilMode, countIncludePad);
  }
}
