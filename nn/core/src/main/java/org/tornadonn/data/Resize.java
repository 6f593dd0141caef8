package org.tornadonn.data;

/**
 * Antialiased bilinear resize of a square, as Pillow's {@code Image.resize(size, BILINEAR, box)}.
 *
 * <p>A separable triangle filter, half width 1 source pixel when enlarging and {@code scale} source
 * pixels when shrinking by {@code scale}; weights outside the box are dropped and the rest sum to
 * one. Pillow rounds to 8 bits after each of the two passes; this stays in floats, so it agrees
 * within 1/255.
 *
 * <p>Source: Pillow, {@code src/libImaging/Resample.c}.
 */
final class Resize {

  private Resize() {}

  static GrayImage bilinear(GrayImage source, int left, int top, int side, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("A picture cannot be resized to " + size + " pixels");
    }
    double scale = (double) side / size;
    double support = Math.max(scale, 1);
    int[] from = new int[size];
    float[][] weights = new float[size][];
    for (int i = 0; i < size; i++) {
      double center = (i + 0.5) * scale;
      from[i] = Math.max((int) (center - support + 0.5), 0);
      int to = Math.min((int) (center + support + 0.5), side);
      weights[i] = triangle(from[i], to, center, support);
    }
    float[] narrow = new float[side * size]; // the rows of the box at their final width
    for (int y = 0; y < side; y++) {
      int row = (top + y) * source.width() + left;
      for (int i = 0; i < size; i++) {
        float[] w = weights[i];
        float sum = 0;
        for (int k = 0; k < w.length; k++) {
          sum += w[k] * source.pixels()[row + from[i] + k];
        }
        narrow[y * size + i] = sum;
      }
    }
    float[] out = new float[size * size];
    for (int i = 0; i < size; i++) {
      float[] w = weights[i];
      for (int k = 0; k < w.length; k++) {
        int row = (from[i] + k) * size;
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
