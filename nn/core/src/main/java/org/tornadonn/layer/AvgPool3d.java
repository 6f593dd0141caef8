package org.tornadonn.layer;

import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.volume.Volumes;
import org.tornadonn.plan.Value;

/**
 * The mean of each window of a volume: {@code (n, c, d, h, w)} becomes {@code (n, c, do, ho, wo)}.
 *
 * @param depth how the window moves along depth, one row: kernel size, stride (default: the kernel
 *     size), padding (default 0, at most half the kernel)
 * @param window how it moves in each plane
 * @param countIncludePad whether padding counts, as zeros; default true
 * @param ceilMode whether the last windows may stand over the edge; default false
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool3d.html">PyTorch</a>
 */
public record AvgPool3d(Window depth, Window window, boolean countIncludePad, boolean ceilMode)
    implements Layer {

  /** Checks that depth is one row. */
  public AvgPool3d {
    depth.requireRow("AvgPool3d's depth");
  }

  /**
   * {@return this layer with another stride}
   *
   * @param stride how far the window moves in each direction, at least 1
   */
  public AvgPool3d stride(int stride) {
    return new AvgPool3d(
        depth.withStride(1, stride), window.withStride(stride, stride), countIncludePad, ceilMode);
  }

  /**
   * {@return this layer with padding of zeros, on all six sides}
   *
   * @param padding planes, rows and columns on each side, at most half the kernel
   */
  public AvgPool3d padding(int padding) {
    return new AvgPool3d(
        depth.withPadding(0, padding),
        window.withPadding(padding, padding),
        countIncludePad,
        ceilMode);
  }

  /**
   * {@return this layer with padding that counts, or not}
   *
   * @param counts whether zeros of the padding count in a mean
   */
  public AvgPool3d countIncludePad(boolean counts) {
    return new AvgPool3d(depth, window, counts, ceilMode);
  }

  /**
   * {@return this layer with windows that may stand over the edge, or not}
   *
   * @param up whether the number of windows is rounded up; they still start inside the volume or
   *     the padding before it
   */
  public AvgPool3d ceilMode(boolean up) {
    return new AvgPool3d(depth, window, countIncludePad, up);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return Volumes.avgPool3d(x, depth, window, ceilMode, countIncludePad);
  }
}
