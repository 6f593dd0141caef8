package org.tornadonn.data;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;

/**
 * Four inks as red, green and blue: {@code (255 - c) (255 - k) / 255}, as in Pillow's {@code
 * convert("RGB")}; profiles are not applied.
 */
final class Inks {

  private static final int INKS = 4;

  private Inks() {}

  static BufferedImage toRgb(Raster inks, ColourCoding coding) {
    int width = inks.getWidth();
    var image = new BufferedImage(width, inks.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    int bands = inks.getNumBands();
    int max = (1 << inks.getSampleModel().getSampleSize(0)) - 1;
    int[] row = new int[width * bands];
    int[] rgb = new int[width * 3];
    int[] cmyk = new int[INKS];
    for (int y = 0; y < inks.getHeight(); y++) {
      inks.getPixels(inks.getMinX(), inks.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        for (int i = 0; i < INKS; i++) {
          int ink = row[x * bands + i];
          cmyk[i] = max == 255 ? ink : (ink * 255 + max / 2) / max;
        }
        toCmyk(cmyk, coding);
        int paper = 255 - cmyk[3];
        for (int c = 0; c < 3; c++) {
          rgb[3 * x + c] = paper - dividedBy255(cmyk[c] * paper);
        }
      }
      image.getRaster().setPixels(0, y, width, 1, rgb);
    }
    return image;
  }

  private static void toCmyk(int[] stored, ColourCoding coding) {
    if (coding == ColourCoding.JPEG_YCCK) {
      int luma = stored[0];
      int blue = stored[1] - 128;
      int red = stored[2] - 128;
      stored[0] = byteOf(luma + 1.402 * red);
      stored[1] = byteOf(luma - 0.344136286 * blue - 0.714136286 * red);
      stored[2] = byteOf(luma + 1.772 * blue);
      stored[3] = 255 - stored[3];
    } else if (coding == ColourCoding.JPEG_CMYK) {
      for (int i = 0; i < INKS; i++) {
        stored[i] = 255 - stored[i];
      }
    }
  }

  private static int byteOf(double value) {
    return Math.clamp(Math.round(value), 0, 255);
  }

  /** Rounded to the nearest. */
  private static int dividedBy255(int product) {
    int shifted = product + 128;
    return (shifted + (shifted >> 8)) >> 8;
  }
}
