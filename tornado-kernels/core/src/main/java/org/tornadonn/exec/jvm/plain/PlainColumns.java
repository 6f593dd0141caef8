package org.tornadonn.exec.jvm.plain;

import java.util.Arrays;
import org.tornadonn.exec.jvm.tile.Band.Pair;

/**
 * What the taps of a window see in images, tap by tap.
 *
 * @param channels channels of an image
 * @param height rows of an image
 * @param width columns of an image
 * @param stride steps from one window to the next
 * @param gap steps between the image's elements, filled with zeros: 1 if they touch
 * @param padding zeros before the first row and column; negative if those are cut off
 * @param outputWidth columns of the result
 */
record PlainColumns(
    float[] source,
    int channels,
    int height,
    int width,
    Pair kernel,
    Pair stride,
    Pair gap,
    Pair padding,
    int outputWidth) {

  /** The number of taps in all channels. */
  int depth() {
    return channels * kernel.h() * kernel.w();
  }

  /** Writes what a tap sees at some rows of the result. */
  void fill(int image, int tap, int firstRow, int rows, float[] to, int at) {
    int c = tap / (kernel.h() * kernel.w());
    int u = tap / kernel.w() % kernel.h();
    int v = tap % kernel.w();
    for (int r = 0; r < rows; r++) {
      int y = (firstRow + r) * stride.h() + u - padding.h();
      int from = ((image * channels + c) * height + y / gap.h()) * width;
      boolean isThere = y >= 0 && y % gap.h() == 0 && y / gap.h() < height;
      row(from, isThere, v - padding.w(), to, at + r * outputWidth);
    }
  }

  private void row(int from, boolean isThere, int left, float[] to, int at) {
    if (!isThere) {
      Arrays.fill(to, at, at + outputWidth, 0);
    } else if (stride.w() == 1 && gap.w() == 1) {
      int first = Math.clamp(-left, 0, outputWidth);
      int last = Math.clamp(width - left, first, outputWidth);
      Arrays.fill(to, at, at + first, 0);
      if (last > first) {
        System.arraycopy(source, from + Math.max(left, 0), to, at + first, last - first);
      }
      Arrays.fill(to, at + last, at + outputWidth, 0);
    } else {
      for (int j = 0; j < outputWidth; j++) {
        int x = j * stride.w() + left;
        boolean isInside = x >= 0 && x % gap.w() == 0 && x / gap.w() < width;
        to[at + j] = isInside ? source[from + x / gap.w()] : 0;
      }
    }
  }
}
