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
    var plane = new GrayImage.Plane(source);
    return new GrayImage(size, size, bilinear(plane, left, top, side, size)[0]);
  }

  static float[][] bilinear(Planes source, int left, int top, int side, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("A picture cannot be resized to " + size + " pixels");
    }
    Taps across = Taps.of(source.width(), left, side, size);
    Taps down = Taps.of(source.height(), top, side, size);
    int first = down.from[0];
    int rows = down.from[size - 1] + down.weights[size - 1].length - first;
    // The rows that are needed, at their final width.
    float[][] narrow = new float[source.count()][];
    for (int c = 0; c < narrow.length; c++) {
      narrow[c] = Heap.floats((long) rows * size, () -> "A picture of %d columns".formatted(size));
    }
    float[][] wide = new float[source.count()][source.width()];
    for (int y = 0; y < rows; y++) {
      source.row(first + y, wide, 0);
      for (int c = 0; c < wide.length; c++) {
        across.narrow(wide[c], narrow[c], y * size);
      }
    }
    float[][] out = new float[source.count()][];
    for (int c = 0; c < out.length; c++) {
      out[c] = down.flat(narrow[c], size);
    }
    return out;
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

    /** One row at its final width. */
    void narrow(float[] wide, float[] to, int at) {
      for (int i = 0; i < weights.length; i++) {
        float[] w = weights[i];
        float sum = 0;
        for (int k = 0; k < w.length; k++) {
          sum += w[k] * wide[from[i] + k];
        }
        to[at + i] = sum;
      }
    }

    /** All rows at their final height. */
    float[] flat(float[] narrow, int size) {
      float[] out =
          Heap.floats((long) size * size, () -> "A picture of %d by %<d pixels".formatted(size));
      for (int i = 0; i < size; i++) {
        float[] w = weights[i];
        for (int k = 0; k < w.length; k++) {
          int row = (from[i] - from[0] + k) * size;
          for (int x = 0; x < size; x++) {
            out[i * size + x] += w[k] * narrow[row + x];
          }
        }
      }
      for (int i = 0; i < out.length; i++) {
        out[i] = Math.clamp(out[i], 0f, 1f);
      }
      return out;
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
