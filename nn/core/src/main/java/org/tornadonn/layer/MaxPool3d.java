package org.tornadonn.layer;

import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.volume.Volumes;
import org.tornadonn.plan.Value;

/**
 * The largest value of each window of a volume: {@code (n, c, d, h, w)} becomes {@code (n, c, do,
 * ho, wo)}.
 *
 * @param depth how the window moves along depth, one row: kernel size, stride (default: the kernel
 *     size), padding (default 0, at most half the kernel) and dilation (default 1)
 * @param window how it moves in each plane
 * @param ceilMode whether the last windows may stand over the edge; default false
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool3d.html">PyTorch</a>
 */
public record MaxPool3d(Window depth, Window window, boolean ceilMode) implements Layer {

  /** Checks that depth is one row. */
  public MaxPool3d {
    depth.requireRow("MaxPool3d's depth");
  }

  /**
   * {@return this layer with another stride}
   *
   * @param stride how far the window moves in each direction, at least 1
   */
  public MaxPool3d stride(int stride) {
    return new MaxPool3d(depth.withStride(1, stride), window.withStride(stride, stride), ceilMode);
  }

  /**
   * {@return this layer with padding which never wins, on all six sides}
   *
   * @param padding planes, rows and columns on each side, at most half the kernel
   */
  public MaxPool3d padding(int padding) {
    return new MaxPool3d(
        depth.withPadding(0, padding), window.withPadding(padding, padding), ceilMode);
  }

  /**
   * {@return this layer with another dilation}
   *
   * @param dilation the distance of neighbouring elements of a window, at least 1
   */
  public MaxPool3d dilation(int dilation) {
    return new MaxPool3d(
        depth.withDilation(1, dilation), window.withDilation(dilation, dilation), ceilMode);
  }

  /**
   * {@return this layer with windows that may stand over the edge, or not}
   *
   * @param up whether the number of windows is rounded up; they still start inside the volume or
   *     the padding before it
   */
  public MaxPool3d ceilMode(boolean up) {
    return new MaxPool3d(depth, window, up);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return Volumes.maxPool3d(x, depth, window, ceilMode);
  }
}
