package org.tornadonn.data;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.List;
import javax.imageio.stream.ImageInputStream;

/**
 * How a camera was held: EXIF tag 0x0112, from 1 (upright) to 8.
 *
 * @param transposed rows of the stored picture are columns of the upright one
 * @param flipX the upright picture's columns run from right to left in the stored one
 * @param flipY the upright picture's rows run from bottom to top in the stored one
 */
record ExifOrientation(boolean transposed, boolean flipX, boolean flipY) {

  private static final int TAG = 0x0112;
  private static final String NAME = "Exif\0\0";

  /** The tag of an EXIF block in a file; 1 where it has none, or is damaged. */
  static int tag(ImageInputStream file, long at, long length) {
    try {
      var block = block(file, at, at + length);
      boolean named = block.read() == NAME.charAt(0); // as in JPEG files
      return tag(TiffDirectory.read(named ? block(file, at + NAME.length(), at + length) : block));
    } catch (IOException | RuntimeException e) {
      return 1; // broken metadata say nothing about a picture that can be read
    }
  }

  private static Excerpt block(ImageInputStream file, long from, long to) {
    return new Excerpt(file, List.of(Excerpt.Piece.of(from, to)));
  }

  /** The tag of a directory; 1 where it has none, or is damaged. */
  static int tag(TiffDirectory directory) {
    try {
      return (int) directory.number(TAG, 1);
    } catch (IOException | RuntimeException e) {
      return 1;
    }
  }

  static ExifOrientation of(int tag) {
    return switch (tag) {
      case 2 -> new ExifOrientation(false, true, false);
      case 3 -> new ExifOrientation(false, true, true);
      case 4 -> new ExifOrientation(false, false, true);
      case 5 -> new ExifOrientation(true, false, false);
      case 6 -> new ExifOrientation(true, true, false);
      case 7 -> new ExifOrientation(true, true, true);
      case 8 -> new ExifOrientation(true, false, true);
      default -> new ExifOrientation(false, false, false);
    };
  }

  /** The stored picture as it was meant to be seen, in the same colours and depth. */
  BufferedImage apply(BufferedImage stored) {
    if (!transposed && !flipX && !flipY) {
      return stored;
    }
    WritableRaster from = stored.getRaster();
    int width = transposed ? from.getHeight() : from.getWidth();
    int height = transposed ? from.getWidth() : from.getHeight();
    WritableRaster to = stored.getColorModel().createCompatibleWritableRaster(width, height);
    int bands = from.getNumBands();
    int[] line = new int[width * bands];
    int[] mirrored = new int[width * bands];
    for (int y = 0; y < height; y++) {
      int at = flipY ? height - 1 - y : y;
      if (transposed) {
        from.getPixels(from.getMinX() + at, from.getMinY(), 1, width, line);
      } else {
        from.getPixels(from.getMinX(), from.getMinY() + at, width, 1, line);
      }
      if (flipX) {
        for (int x = 0; x < width; x++) {
          System.arraycopy(line, x * bands, mirrored, (width - 1 - x) * bands, bands);
        }
      }
      to.setPixels(0, y, width, 1, flipX ? mirrored : line);
    }
    return new BufferedImage(stored.getColorModel(), to, stored.isAlphaPremultiplied(), null);
  }
}
