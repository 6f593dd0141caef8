package org.tornadonn.data;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;

/**
 * Greyscale by ITU-R 601-2 luma, {@code 0.299 r + 0.587 g + 0.114 b}, on the stored values: colour
 * profiles are not applied, as in Pillow's {@code convert("L")}. Eight-bit colours use Pillow's
 * integers, {@code (19595 r + 38470 g + 7471 b + 32768) >> 16}; 16-bit samples keep their
 * precision. Transparent pixels are seen before a white page.
 */
final class Luma implements Planes {

  private final BufferedImage image;
  private final @Nullable Samples samples;
  private final int[] row;

  Luma(BufferedImage image) {
    this.image = image;
    this.samples = Samples.of(image);
    this.row = new int[image.getWidth() * (samples == null ? 1 : samples.bands())];
  }

  static GrayImage of(BufferedImage image) {
    return new GrayImage(image.getWidth(), image.getHeight(), new Luma(image).all()[0]);
  }

  @Override
  public int width() {
    return image.getWidth();
  }

  @Override
  public int height() {
    return image.getHeight();
  }

  @Override
  public int count() {
    return 1;
  }

  @Override
  public void row(int y, float[][] to, int at) {
    if (samples == null) {
      packed(y, to[0], at);
      return;
    }
    int bands = samples.bands();
    Raster raster = image.getRaster();
    raster.getPixels(raster.getMinX(), raster.getMinY() + y, width(), 1, row);
    for (int x = 0; x < width(); x++) {
      int pixel = x * bands;
      float value = samples.colour() ? rgb(row, pixel, samples.max()) : row[pixel] / samples.max();
      to[0][at + x] =
          samples.alpha() ? overWhite(value, row[pixel + bands - 1] / samples.max()) : value;
    }
  }

  /** Index colours, packed pixels and rare colour spaces, through the JDK's 8-bit sRGB view. */
  private void packed(int y, float[] to, int at) {
    int[] rgb = new int[3];
    image.getRGB(0, y, width(), 1, row, 0, width());
    for (int x = 0; x < width(); x++) {
      rgb[0] = (row[x] >> 16) & 255;
      rgb[1] = (row[x] >> 8) & 255;
      rgb[2] = row[x] & 255;
      to[at + x] = overWhite(rgb(rgb, 0, 255), (row[x] >>> 24) / 255f);
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
