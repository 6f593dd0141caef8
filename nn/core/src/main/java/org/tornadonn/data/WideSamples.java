package org.tornadonn.data;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * Samples of more than 16 bits in 16, linearly. Whole numbers go from 0 to 255, as in Pillow's
 * {@code convert("L")}; floating-point ones, too, if any is larger than 1, else from 0 to 1, as
 * scientific software writes them. What lies outside is clipped; NaN is 0.
 */
final class WideSamples {

  private static final int MOST = 65_535;

  private WideSamples() {}

  static BufferedImage toSixteenBits(BufferedImage image) {
    Raster from = image.getRaster();
    var model = image.getColorModel();
    var deep =
        new ComponentColorModel(
            model.getColorSpace(),
            model.hasAlpha(),
            false,
            model.getTransparency(),
            DataBuffer.TYPE_USHORT);
    int width = from.getWidth();
    var to = deep.createCompatibleWritableRaster(width, from.getHeight());
    float[] row = new float[width * from.getNumBands()];
    int[] scaled = new int[row.length];
    float scale = MOST / brightest(from, row);
    for (int y = 0; y < from.getHeight(); y++) {
      read(from, y, row);
      for (int i = 0; i < row.length; i++) {
        scaled[i] = Math.clamp(Math.round(row[i] * scale), 0, MOST);
      }
      to.setPixels(0, y, width, 1, scaled);
    }
    return new BufferedImage(deep, to, false, null);
  }

  private static void read(Raster from, int y, float[] row) {
    from.getPixels(from.getMinX(), from.getMinY() + y, from.getWidth(), 1, row);
    if (from.getTransferType() == DataBuffer.TYPE_USHORT) { // floats of 16 bits
      for (int i = 0; i < row.length; i++) {
        row[i] = Float.float16ToFloat((short) (int) row[i]);
      }
    }
  }

  /** The sample of full brightness: 1 or 255. */
  private static float brightest(Raster from, float[] row) {
    if (from.getTransferType() == DataBuffer.TYPE_INT
        || from.getTransferType() == DataBuffer.TYPE_SHORT) {
      return 255;
    }
    for (int y = 0; y < from.getHeight(); y++) {
      read(from, y, row);
      for (float sample : row) {
        if (sample > 1) {
          return 255;
        }
      }
    }
    return 1;
  }
}
