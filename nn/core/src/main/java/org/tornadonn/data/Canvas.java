package org.tornadonn.data;

import java.util.Arrays;
import org.tornadonn.heap.Heap;

/**
 * A square grey picture to draw on. Coordinates run from (0, 0) at the top left to (1, 1) at the
 * bottom right; tones from 0 (black) to 1 (white), clamped when the picture is taken.
 *
 * <p>Edges are antialiased by their distance from the pixel's centre, the same in every direction,
 * so that no step pattern tells which way the picture was turned afterwards.
 */
final class Canvas {

  private final int size;
  private final float[] pixels;

  Canvas(int size) {
    this.size = size;
    this.pixels =
        Heap.floats((long) size * size, () -> "A canvas of %d by %<d pixels".formatted(size));
  }

  /** A linear gradient over everything: {@code tone + gx · (x − ½) + gy · (y − ½)}. */
  void background(double tone, double gx, double gy) {
    for (int y = 0; y < size; y++) {
      float start = (float) (tone - gx / 2 + gy * ((y + 0.5) / size - 0.5));
      float step = (float) (gx / size);
      for (int x = 0; x < size; x++) {
        pixels[y * size + x] = start + step * (x + 0.5f);
      }
    }
  }

  /** A line with round ends. */
  void stroke(double x0, double y0, double x1, double y1, double width, double tone) {
    float r = (float) (width * size / 2);
    float ax = (float) (x0 * size);
    float ay = (float) (y0 * size);
    float dx = (float) (x1 * size) - ax;
    float dy = (float) (y1 * size) - ay;
    float scale = 1 / Math.max(dx * dx + dy * dy, 1e-12f);
    // A line thinner than a pixel covers less of it, instead of vanishing.
    float most = Math.min(1, 2 * r);
    float edge = Math.max(r, 0.5f) + 0.5f;
    int left = Math.max(0, (int) (Math.min(ax, ax + dx) - edge));
    int right = Math.min(size - 1, (int) (Math.max(ax, ax + dx) + edge));
    int top = Math.max(0, (int) (Math.min(ay, ay + dy) - edge));
    int bottom = Math.min(size - 1, (int) (Math.max(ay, ay + dy) + edge));
    for (int y = top; y <= bottom; y++) {
      float py = y + 0.5f - ay;
      for (int x = left; x <= right; x++) {
        float px = x + 0.5f - ax;
        float t = Math.clamp((px * dx + py * dy) * scale, 0f, 1f);
        float ex = px - t * dx;
        float ey = py - t * dy;
        float distance2 = ex * ex + ey * ey;
        if (distance2 < edge * edge) {
          float cover = Math.min(1, edge - (float) Math.sqrt(distance2));
          blend(y * size + x, cover * most, tone);
        }
      }
    }
  }

  /** An ellipse with upright axes; {@code opacity} from 0 to 1. */
  void ellipse(double cx, double cy, double rx, double ry, double tone, double opacity) {
    float a = (float) (rx * size);
    float b = (float) (ry * size);
    int left = Math.max(0, (int) (cx * size - a - 1));
    int right = Math.min(size - 1, (int) (cx * size + a + 1));
    int top = Math.max(0, (int) (cy * size - b - 1));
    int bottom = Math.min(size - 1, (int) (cy * size + b + 1));
    for (int y = top; y <= bottom; y++) {
      float v = (float) (y + 0.5 - cy * size) / b;
      for (int x = left; x <= right; x++) {
        float u = (float) (x + 0.5 - cx * size) / a;
        float k = u * u + v * v;
        // First-order distance: the implicit function over the length of its gradient.
        float slope = 2 * (float) Math.sqrt(u * u / (a * a) + v * v / (b * b));
        float cover = Math.clamp(0.5f - (k - 1) / Math.max(slope, 1e-6f), 0f, 1f);
        if (cover > 0) {
          blend(y * size + x, cover * (float) opacity, tone);
        }
      }
    }
  }

  /** A convex polygon, given by its corners in either direction: x0, y0, x1, y1, …. */
  void polygon(double tone, double... corners) {
    int n = corners.length / 2;
    float[] nx = new float[n];
    float[] ny = new float[n];
    float[] d = new float[n];
    double left = 1;
    double right = 0;
    double top = 1;
    double bottom = 0;
    double area = 0;
    for (int i = 0; i < n; i++) {
      int j = (i + 1) % n;
      area += corners[2 * i] * corners[2 * j + 1] - corners[2 * j] * corners[2 * i + 1];
      left = Math.min(left, corners[2 * i]);
      right = Math.max(right, corners[2 * i]);
      top = Math.min(top, corners[2 * i + 1]);
      bottom = Math.max(bottom, corners[2 * i + 1]);
    }
    double sign = area > 0 ? 1 : -1;
    for (int i = 0; i < n; i++) {
      int j = (i + 1) % n;
      double ex = corners[2 * j] - corners[2 * i];
      double ey = corners[2 * j + 1] - corners[2 * i + 1];
      double length = Math.max(Math.hypot(ex, ey), 1e-9);
      nx[i] = (float) (sign * ey / length);
      ny[i] = (float) (-sign * ex / length);
      d[i] = (float) (nx[i] * corners[2 * i] * size + ny[i] * corners[2 * i + 1] * size);
    }
    int x0 = Math.max(0, (int) (left * size - 1));
    int x1 = Math.min(size - 1, (int) (right * size + 1));
    int y1 = Math.min(size - 1, (int) (bottom * size + 1));
    for (int y = Math.max(0, (int) (top * size - 1)); y <= y1; y++) {
      for (int x = x0; x <= x1; x++) {
        float outside = -size;
        for (int i = 0; i < n; i++) {
          outside = Math.max(outside, nx[i] * (x + 0.5f) + ny[i] * (y + 0.5f) - d[i]);
        }
        if (outside < 0.5f) {
          blend(y * size + x, Math.min(1, 0.5f - outside), tone);
        }
      }
    }
  }

  void rectangle(double x0, double y0, double x1, double y1, double tone) {
    polygon(tone, x0, y0, x1, y0, x1, y1, x0, y1);
  }

  /**
   * Everything below a rolling line: {@code level} plus three waves.
   *
   * @param height of the waves
   * @param slope how fast the tone changes downwards
   */
  void below(double level, double height, double tone, double slope, CounterRandom random) {
    double[] phase = {random.uniform(0, 6.3), random.uniform(0, 6.3), random.uniform(0, 6.3)};
    double[] speed = {random.uniform(3, 6), random.uniform(7, 12), random.uniform(14, 24)};
    for (int x = 0; x < size; x++) {
      double wave = 0;
      double derivative = 0;
      for (int k = 0; k < 3; k++) {
        double share = height * (0.6 - 0.2 * k);
        double at = speed[k] * (x + 0.5) / size + phase[k];
        wave += share * Math.sin(at);
        derivative += share * speed[k] * Math.cos(at);
      }
      float edge = (float) ((level + wave) * size);
      float steep = (float) Math.hypot(1, derivative);
      for (int y = Math.max(0, (int) (edge - steep)); y < size; y++) {
        float cover = Math.clamp(0.5f + (y + 0.5f - edge) / steep, 0f, 1f);
        blend(y * size + x, cover, tone + slope * ((y + 0.5) / size - level));
      }
    }
  }

  private void blend(int at, float cover, double tone) {
    pixels[at] += cover * ((float) tone - pixels[at]);
  }

  /** Black and white swapped. */
  void invert() {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 1 - pixels[i];
    }
  }

  /** Light from one side: everything times {@code 1 + gx · (x − ½) + gy · (y − ½)}. */
  void light(double gx, double gy) {
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        pixels[y * size + x] *=
            (float) (1 + gx * ((x + 0.5) / size - 0.5) + gy * ((y + 0.5) / size - 0.5));
      }
    }
  }

  /** Every tone stretched about the middle grey, and moved. */
  void contrast(double factor, double shift) {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) ((pixels[i] - 0.5) * factor + 0.5 + shift);
    }
  }

  GrayImage picture() {
    float[] out = Arrays.copyOf(pixels, pixels.length);
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.clamp(out[i], 0f, 1f);
    }
    return new GrayImage(size, size, out);
  }
}
