package org.tornadonn.data;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;

/**
 * Greyscale by ITU-R 601-2 luma, {@code 0.299 r + 0.587 g + 0.114 b}, on the stored values: colour
 * profiles are not applied, as in Pillow's {@code convert("L")}. Eight-bit colours use Pillow's
 * integers, {@code (19595 r + 38470 g + 7471 b + 32768) >> 16}; 16-bit samples keep their
 * precision. Transparent pixels are seen before a white page.
 */
final class Luma {

  private Luma() {}

  static GrayImage of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    float[] out = new float[width * height];
    Samples samples = Samples.of(image);
    if (samples == null) {
      packed(image, out);
      return new GrayImage(width, height, out);
    }
    int bands = samples.bands();
    Raster raster = image.getRaster();
    int[] row = new int[width * bands];
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int at = x * bands;
        float value = samples.colour() ? rgb(row, at, samples.max()) : row[at] / samples.max();
        out[y * width + x] =
            samples.alpha() ? overWhite(value, row[at + bands - 1] / samples.max()) : value;
      }
    }
    return new GrayImage(width, height, out);
  }

  /** Index colours, packed pixels and rare colour spaces, through the JDK's 8-bit sRGB view. */
  private static void packed(BufferedImage image, float[] out) {
    int width = image.getWidth();
    int[] row = new int[width];
    int[] rgb = new int[3];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        rgb[0] = (row[x] >> 16) & 255;
        rgb[1] = (row[x] >> 8) & 255;
        rgb[2] = row[x] & 255;
        out[y * width + x] = overWhite(rgb(rgb, 0, 255), (row[x] >>> 24) / 255f);
      }
    }
  }

  private static float rgb(int[] p, int at, float max) {
    if (max == 255) {
      return ((19595 * p[at] + 38470 * p[at + 1] + 7471 * p[at + 2] + 32768) >> 16) / 255f;
    }
    return (0.299f * p[at] + 0.587f * p[at + 1] + 0.114f * p[at + 2]) / max;
  }

  private static float overWhite(float value, float alpha) {
    return value * alpha + 1 - alpha;
  }
}
