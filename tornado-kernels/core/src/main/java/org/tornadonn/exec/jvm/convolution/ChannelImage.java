package org.tornadonn.exec.jvm.convolution;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import org.tornadonn.exec.jvm.tile.Band.Pair;

/**
 * A whole small image with its zero padding, the channels of a place side by side: what a row of a
 * window sees lies in one piece.
 *
 * @param channels channels of the image
 * @param height rows without padding
 * @param width columns without padding
 * @param rows rows with padding
 * @param columns columns with padding
 * @param stride steps from one window to the next
 * @param padding zeros before the first row and column; negative if those are cut off
 */
record ChannelImage(
    int channels, int height, int width, int rows, int columns, Pair stride, Pair padding) {

  /** From one row to the next. */
  int pitch() {
    return columns * channels;
  }

  int size() {
    return rows * pitch();
  }

  /** What the window of a result sees first. */
  int place(int row, int column) {
    return row * stride.h() * pitch() + column * stride.w() * channels;
  }

  /**
   * Copies an image.
   *
   * @param source images, channel by channel
   */
  void fill(float[] source, int image, MemorySegment to, int first) {
    to.asSlice((long) first * Float.BYTES, (long) size() * Float.BYTES).fill((byte) 0);
    int left = Math.max(0, -padding.w());
    int right = Math.min(width, columns - padding.w());
    for (int y = Math.max(0, -padding.h()); y < Math.min(height, rows - padding.h()); y++) {
      int row = first + (y + padding.h()) * pitch() + padding.w() * channels;
      int from = (image * channels * height + y) * width + left;
      int plane = height * width;
      int at = row + left * channels;
      int c = 0;
      for (; c <= channels - 4; c += 4) {
        four(source, from + c * plane, plane, right - left, to, at + c);
      }
      for (; c < channels; c++) {
        for (int x = 0; x < right - left; x++) {
          to.setAtIndex(JAVA_FLOAT, at + x * channels + c, source[from + c * plane + x]);
        }
      }
    }
  }

  /** Copies a row of four channels, whose loop is worth more than one channel's. */
  private void four(float[] source, int from, int plane, int n, MemorySegment to, int at) {
    for (int x = 0; x < n; x++) {
      int i = from + x;
      long place = at + (long) x * channels;
      to.setAtIndex(JAVA_FLOAT, place, source[i]);
      to.setAtIndex(JAVA_FLOAT, place + 1, source[i + plane]);
      to.setAtIndex(JAVA_FLOAT, place + 2, source[i + 2 * plane]);
      to.setAtIndex(JAVA_FLOAT, place + 3, source[i + 3 * plane]);
    }
  }
}
