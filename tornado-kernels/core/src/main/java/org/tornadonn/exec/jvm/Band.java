package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.LANES;
import static org.tornadonn.exec.jvm.Tile.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Some rows of some images, copied with their zero padding to where a window over them is easy to
 * read: the results of output row i, image m and column j stand at position {@code i · pitch + m ·
 * cell + j}, and what tap t of the window sees at position p is at {@code p + taps[t]}, so that
 * neighbouring positions read neighbouring floats. Positions between the images are waste.
 *
 * <p>With a stride, every row is split into its phases: the columns (and rows) that the first tap
 * sees, the second, up to the stride. The padding behind a row is that before the next.
 *
 * @param channels channels of the source
 * @param height rows of a source image
 * @param width columns of a source image
 * @param kernel rows and columns of the window
 * @param stride steps from one window to the next
 * @param gap steps between the source's elements, filled with zeros: 1 if they touch
 * @param padding zeros before the first row and column; negative if those are cut off
 * @param rows output rows in the band
 * @param outputWidth output columns
 * @param images images side by side in the band
 * @param cell from one image to the next
 */
record Band(
    int channels,
    int height,
    int width,
    Pair kernel,
    Pair stride,
    Pair gap,
    Pair padding,
    int rows,
    int outputWidth,
    int images,
    int cell) {

  /** A number for rows and a number for columns. */
  record Pair(int h, int w) {

    static final Pair ONE = new Pair(1, 1);
  }

  /** The number of floats between two images, so that the windows of one do not see the other. */
  static int cell(int width, int outputWidth, Pair kernel, Pair stride, Pair gap, Pair padding) {
    int needed = outputWidth + (kernel.w - 1) / stride.w;
    if (stride.w > 1) {
      return needed;
    }
    int behind = needed - padding.w - ((width - 1) * gap.w + 1);
    return needed - Math.clamp(Math.min(padding.w, behind), 0, kernel.w - 1);
  }

  int pitch() {
    return images * cell;
  }

  private int planeRows() {
    return rows + (kernel.h - 1) / stride.h;
  }

  private int plane() {
    return planeRows() * pitch();
  }

  private int channelSize() {
    return stride.h * stride.w * plane();
  }

  /** The floats that a band takes, with what the last tile reads beyond. */
  int size() {
    return channels * channelSize() + kernel.w + pitch() + 2 * Tile.WIDTH;
  }

  /** The positions from the first result to the last. */
  int positions(int someRows) {
    return (someRows - 1) * pitch() + (images - 1) * cell + outputWidth;
  }

  /** Where the taps read, for every channel and every row and column of the window. */
  int[] taps() {
    int[] taps = new int[channels * kernel.h * kernel.w];
    int t = 0;
    for (int c = 0; c < channels; c++) {
      for (int u = 0; u < kernel.h; u++) {
        for (int v = 0; v < kernel.w; v++) {
          int phase = u % stride.h * stride.w + v % stride.w;
          taps[t++] = c * channelSize() + phase * plane() + u / stride.h * pitch() + v / stride.w;
        }
      }
    }
    return taps;
  }

  /**
   * Fills the band.
   *
   * @param source images, channel by channel
   * @param image the first image; images behind {@code last} are left out
   * @param row the first output row
   */
  void fill(float[] source, int image, int last, int row, int someRows, float[] band) {
    int used = someRows + (kernel.h - 1) / stride.h;
    if (stride.equals(Pair.ONE) && gap.equals(Pair.ONE)) {
      for (int j = (cell - 1) / LANES * LANES; j >= 0; j -= LANES) {
        copy(source, image, last, row - padding.h, used, j, band);
      }
      for (int c = 0; c < channels; c++) {
        int end = c * plane() + used * pitch();
        Arrays.fill(band, end, end + Math.max(padding.w, 0), 0);
      }
    } else {
      for (int m = 0; m < images && image + m < last; m++) {
        spread(source, image + m, row, used, band, m * cell);
      }
    }
  }

  /**
   * Copies the vector at column j of all images. What it writes too far lies ahead, and is written
   * again by this loop or by that for a smaller j.
   */
  private void copy(float[] source, int image, int last, int first, int used, int j, float[] band) {
    var inside = SPECIES.indexInRange(j - padding.w, width);
    var outside = inside.not();
    var zero = FloatVector.zero(SPECIES);
    int pitch = pitch();
    for (int c = 0; c < channels; c++) {
      int from = ((image * channels + c) * height + first) * width + j - padding.w;
      int to = c * plane() + j;
      for (int i = 0; i < used; i++) {
        boolean there = first + i >= 0 && first + i < height;
        for (int m = 0; m < images; m++) {
          if (there && image + m < last) {
            int at = from + m * channels * height * width + i * width;
            boolean whole = at >= 0 && at <= source.length - LANES;
            var row =
                whole
                    ? FloatVector.fromArray(SPECIES, source, at).blend(0, outside)
                    : FloatVector.fromArray(SPECIES, source, at, inside);
            row.intoArray(band, to + i * pitch + m * cell);
          } else {
            zero.intoArray(band, to + i * pitch + m * cell);
          }
        }
      }
    }
  }

  private void spread(float[] source, int image, int row, int used, float[] band, int at) {
    int columns = outputWidth + (kernel.w - 1) / stride.w;
    for (int c = 0; c < channels; c++) {
      for (int phase = 0; phase < stride.h * stride.w; phase++) {
        int to = c * channelSize() + phase * plane() + at;
        for (int i = 0; i < used; i++) {
          int y = (row + i) * stride.h + phase / stride.w - padding.h;
          boolean there = y >= 0 && y % gap.h == 0 && y / gap.h < height;
          int from = ((image * channels + c) * height + y / gap.h) * width;
          for (int j = 0; j < columns; j++) {
            int x = j * stride.w + phase % stride.w - padding.w;
            boolean inside = there && x >= 0 && x % gap.w == 0 && x / gap.w < width;
            band[to + i * pitch() + j] = inside ? source[from + x / gap.w] : 0;
          }
        }
      }
    }
  }
}
