package org.tornadonn.exec.jvm.grouped;

import java.util.Arrays;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;

/**
 * The lines of an image that the windows of one output row take, padded, and cut into columns that
 * a stride apart: tap v of window q is at {@code shift(v) + q} of its line.
 *
 * @param width the length of such a cut line
 */
record InputLines(ImageSizes s, Window window, int groups, int width) {

  static InputLines of(ImageSizes s, Window window, int groups) {
    int behind = (window.reachWidth() - 1) / window.strideWidth();
    return new InputLines(s, window, groups, behind + LineSums.whole(s.wo()));
  }

  /** From line to line. */
  int pitch() {
    return Math.min(window.strideWidth(), window.reachWidth()) * width;
  }

  /** The most lines of an output row. */
  int most() {
    return s.ci() / groups * window.kernelHeight();
  }

  /** Where each tap of a row of the kernel is in a line. */
  int[] shifts() {
    int[] shifts = new int[window.kernelWidth()];
    for (int v = 0; v < shifts.length; v++) {
      int column = v * window.dilationWidth();
      shifts[v] = column % window.strideWidth() * width + column / window.strideWidth();
    }
    return shifts;
  }

  /**
   * Copies the lines.
   *
   * @param group the first channel is {@code group · ci / groups}, counted over all samples
   * @param row the row of the output
   * @param kernelRows receives for each line the row of the kernel that it belongs to, counted over
   *     all channels
   * @return how many there are
   */
  int copy(float[] x, int group, int row, float[] band, int[] kernelRows) {
    int channels = s.ci() / groups;
    int top = row * window.strideHeight() - window.paddingTop();
    int lines = 0;
    for (int c = 0; c < channels; c++) {
      for (int u = 0; u < window.kernelHeight(); u++) {
        int r = top + u * window.dilationHeight();
        if (r >= 0 && r < s.hi()) {
          kernelRows[lines] = c * window.kernelHeight() + u;
          copy(x, ((group * channels + c) * s.hi() + r) * s.wi(), band, lines * pitch());
          lines++;
        }
      }
    }
    return lines;
  }

  private void copy(float[] x, int from, float[] band, int to) {
    int stride = window.strideWidth();
    int left = window.paddingLeft();
    if (stride == 1) {
      int first = Math.min(left, width);
      int end = Math.max(first, Math.min(left + s.wi(), width));
      Arrays.fill(band, to, to + first, 0);
      System.arraycopy(x, from, band, to + first, end - first);
      Arrays.fill(band, to + end, to + width, 0);
      return;
    }
    for (int phase = 0; phase * width < pitch(); phase++) {
      int at = to + phase * width;
      int first = Math.min(Math.max(0, Math.ceilDiv(left - phase, stride)), width);
      int end = Math.max(first, Math.min(Math.ceilDiv(left + s.wi() - phase, stride), width));
      Arrays.fill(band, at, at + first, 0);
      int column = from + first * stride + phase - left;
      for (int e = first; e < end; e++, column += stride) {
        band[at + e] = x[column];
      }
      Arrays.fill(band, at + end, at + width, 0);
    }
  }
}
