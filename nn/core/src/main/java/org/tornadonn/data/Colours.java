package org.tornadonn.data;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;

/**
 * Red, green and blue as they are stored: colour profiles are not applied, grey has three equal
 * planes, and transparent pixels are seen before a white page.
 */
final class Colours implements Planes {

  static final int COUNT = 3;

  private final BufferedImage image;
  private final @Nullable Samples samples;
  private final int[] row;

  Colours(BufferedImage image) {
    this.image = image;
    this.samples = Samples.of(image);
    this.row = new int[image.getWidth() * (samples == null ? 1 : samples.bands())];
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
    return COUNT;
  }

  @Override
  public void row(int y, float[][] to, int at) {
    if (samples == null) {
      packed(y, to, at);
      return;
    }
    Raster raster = image.getRaster();
    int bands = samples.bands();
    raster.getPixels(raster.getMinX(), raster.getMinY() + y, width(), 1, row);
    for (int x = 0; x < width(); x++) {
      float alpha = samples.alpha() ? row[x * bands + bands - 1] / samples.max() : 1;
      for (int c = 0; c < COUNT; c++) {
        float value = row[x * bands + (samples.colour() ? c : 0)] / samples.max();
        to[c][at + x] = overWhite(value, alpha);
      }
    }
  }

  /** Index colours, packed pixels and rare colour spaces, through the JDK's 8-bit sRGB view. */
  private void packed(int y, float[][] to, int at) {
    image.getRGB(0, y, width(), 1, row, 0, width());
    for (int x = 0; x < width(); x++) {
      float alpha = (row[x] >>> 24) / 255f;
      for (int c = 0; c < COUNT; c++) {
        to[c][at + x] = overWhite(((row[x] >> (16 - 8 * c)) & 255) / 255f, alpha);
      }
    }
  }

  private static float overWhite(float value, float alpha) {
    return alpha == 1 ? value : value * alpha + 1 - alpha;
  }
}
