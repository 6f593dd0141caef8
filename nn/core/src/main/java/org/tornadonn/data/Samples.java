package org.tornadonn.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import org.jspecify.annotations.Nullable;

/**
 * How the samples of a raster are to be read, where they are plain grey or RGB values.
 *
 * @param bands the samples of a pixel
 * @param colour red, green and blue rather than grey
 * @param alpha the last band is opacity
 * @param max the sample of full brightness
 */
record Samples(int bands, boolean colour, boolean alpha, float max) {

  /** Null for index colours, packed pixels and rare colour spaces. */
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
