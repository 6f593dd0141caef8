package org.tornadonn.data;

import java.awt.Transparency;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.io.IOException;
import java.util.stream.IntStream;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/** How a file codes colours. What is read is grey or red, green and blue, in 8 or 16 bits. */
enum ColourCoding {
  /** Grey or red, green and blue, in up to 16 bits, or a palette of them. */
  PLAIN,
  /** As {@link #PLAIN}, with another sample that is no opacity. */
  WITH_SPARE_SAMPLE,
  /** Floating-point samples. */
  FLOATS,
  /** Signed whole numbers, and those of more than 16 bits. */
  WIDE_INTEGERS,
  /** Lightness and two axes of colour. */
  LAB,
  /** Cyan, magenta, yellow and black. */
  CMYK,
  /** The four inks of a JPEG, all inverted, as Adobe began it. */
  JPEG_CMYK,
  /** The four inks of a JPEG, the first three as luma and chroma. */
  JPEG_YCCK;

  /** Decodes a picture. */
  BufferedImage read(ImageReader reader, ImageReadParam param) throws IOException {
    return switch (this) {
      case PLAIN, LAB -> {
        var image = reader.read(0, param);
        image.coerceData(false);
        yield image;
      }
      case WITH_SPARE_SAMPLE -> withoutOpacity(reader.read(0, param));
      case FLOATS, WIDE_INTEGERS -> WideSamples.toSixteenBits(reader.read(0, param));
      case CMYK -> Inks.toRgb(reader.read(0, param).getRaster(), this);
      case JPEG_CMYK, JPEG_YCCK -> Inks.toRgb(reader.readRaster(0, param), this);
    };
  }

  private static BufferedImage withoutOpacity(BufferedImage image) {
    var model = image.getColorModel();
    if (!model.hasAlpha()) {
      return image;
    }
    var opaque =
        new ComponentColorModel(
            model.getColorSpace(),
            false,
            false,
            Transparency.OPAQUE,
            image.getRaster().getTransferType());
    int[] colours = IntStream.range(0, model.getNumColorComponents()).toArray();
    var raster =
        image
            .getRaster()
            .createWritableChild(0, 0, image.getWidth(), image.getHeight(), 0, 0, colours);
    return new BufferedImage(opaque, raster, false, null);
  }
}
