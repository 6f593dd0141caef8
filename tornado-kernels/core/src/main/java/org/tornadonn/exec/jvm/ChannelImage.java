package org.tornadonn.exec.jvm;

import java.util.Arrays;
import org.tornadonn.exec.jvm.Band.Pair;

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
  void fill(float[] source, int image, float[] to, int at) {
    Arrays.fill(to, at, at + size(), 0);
    int left = Math.max(0, -padding.w());
    int right = Math.min(width, columns - padding.w());
    for (int y = Math.max(0, -padding.h()); y < Math.min(height, rows - padding.h()); y++) {
      int row = at + (y + padding.h()) * pitch() + padding.w() * channels;
      for (int c = 0; c < channels; c++) {
        int from = ((image * channels + c) * height + y) * width;
        for (int x = left; x < right; x++) {
          to[row + x * channels + c] = source[from + x];
        }
      }
    }
  }
}
