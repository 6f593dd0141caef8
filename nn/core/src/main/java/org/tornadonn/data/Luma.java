package org.tornadonn.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;

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
    int bands = samples.bands;
    Raster raster = image.getRaster();
    int[] row = new int[width * bands];
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int at = x * bands;
        float value = samples.colour ? rgb(row, at, samples.max) : row[at] / samples.max;
        out[y * width + x] =
            samples.alpha ? overWhite(value, row[at + bands - 1] / samples.max) : value;
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

  /** How the samples of a raster are to be read, where they are plain grey or RGB values. */
  private record Samples(int bands, boolean colour, boolean alpha, float max) {

    static @Nullable Samples of(BufferedImage image) {
      var model = image.getColorModel();
      int bands = image.getRaster().getNumBands();
      int colours = model.getNumColorComponents();
      int space = model.getColorSpace().getType();
      int type = model.getTransferType();
      boolean plain =
          !(model instanceof IndexColorModel)
              && !model.isAlphaPremultiplied()
              && bands == model.getNumComponents()
              && (type == DataBuffer.TYPE_BYTE
                  || type == DataBuffer.TYPE_USHORT
                  || type == DataBuffer.TYPE_INT)
              && (space == ColorSpace.TYPE_GRAY || space == ColorSpace.TYPE_RGB);
      int bits = model.getComponentSize(0);
      for (int band = 1; band < bands; band++) {
        plain &= model.getComponentSize(band) == bits;
      }
      return plain && bits <= 16
          ? new Samples(bands, colours == 3, model.hasAlpha(), (1 << bits) - 1)
          : null;
    }
  }
}
