package org.tornadonn.data;

import org.tornadonn.heap.Heap;

/**
 * Antialiased bilinear resize of a square, as Pillow's {@code Image.resize(size, BILINEAR, box)}.
 *
 * <p>A separable triangle filter, half width 1 source pixel when enlarging and {@code scale} source
 * pixels when shrinking by {@code scale}. As in Pillow it reaches beyond the box where the picture
 * goes on; weights beyond the picture are dropped and the rest sum to one. Pillow rounds to 8 bits
 * after each of the two passes; this stays in floats, so it agrees within 1/255.
 *
 * <p>Source: Pillow, {@code src/libImaging/Resample.c}.
 */
final class Resize {

  private Resize() {}

  static GrayImage bilinear(GrayImage source, int left, int top, int side, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("A picture cannot be resized to " + size + " pixels");
    }
    Taps across = Taps.of(source.width(), left, side, size);
    Taps down = Taps.of(source.height(), top, side, size);
    int first = down.from[0];
    int rows = down.from[size - 1] + down.weights[size - 1].length - first;
    // The rows that are needed, at their final width.
    float[] narrow =
        Heap.floats((long) rows * size, () -> "A picture of %d columns".formatted(size));
    for (int y = 0; y < rows; y++) {
      int row = (first + y) * source.width();
      for (int i = 0; i < size; i++) {
        float[] w = across.weights[i];
        float sum = 0;
        for (int k = 0; k < w.length; k++) {
          sum += w[k] * source.pixels()[row + across.from[i] + k];
        }
        narrow[y * size + i] = sum;
      }
    }
    float[] out =
        Heap.floats((long) size * size, () -> "A picture of %d by %<d pixels".formatted(size));
    for (int i = 0; i < size; i++) {
      float[] w = down.weights[i];
      for (int k = 0; k < w.length; k++) {
        int row = (down.from[i] - first + k) * size;
        for (int x = 0; x < size; x++) {
          out[i * size + x] += w[k] * narrow[row + x];
        }
      }
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.clamp(out[i], 0f, 1f);
    }
    return new GrayImage(size, size, out);
  }

  /** Which source pixels make up each output pixel of one row or column, and by which weights. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Taps(int[] from, float[][] weights) {

    static Taps of(int length, int start, int side, int size) {
      double scale = (double) side / size;
      double support = Math.max(scale, 1);
      var taps = new Taps(new int[size], new float[size][]);
      for (int i = 0; i < size; i++) {
        double center = start + (i + 0.5) * scale;
        taps.from[i] = Math.max((int) (center - support + 0.5), 0);
        int to = Math.min((int) (center + support + 0.5), length);
        taps.weights[i] = triangle(taps.from[i], to, center, support);
      }
      return taps;
    }

    private static float[] triangle(int from, int to, double center, double support) {
      double[] w = new double[to - from];
      double total = 0;
      for (int k = 0; k < w.length; k++) {
        w[k] = Math.max(0, 1 - Math.abs((from + k - center + 0.5) / support));
        total += w[k];
      }
      float[] normal = new float[w.length];
      for (int k = 0; k < w.length; k++) {
        normal[k] = (float) (w[k] / total);
      }
      return normal;
    }
  }
}
