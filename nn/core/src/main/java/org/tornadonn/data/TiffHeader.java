package org.tornadonn.data;

import java.io.EOFException;
import java.io.IOException;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStream;

/** The header of a TIFF: the tags of its first picture that its pixels depend on. */
final class TiffHeader {

  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int SAMPLES = 277;
  private static final int STRIP_ROWS = 278;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;

  private static final int STRIP_BYTES = 279;
  private static final int PREDICTOR = 317;
  private static final int TILE_BYTES = 325;
  private static final int OLD_JPEG_BYTES = 514;

  private static final int YCBCR = 6;
  private static final int CMYK = 5;
  private static final int OLD_JPEG = 6;
  private static final int NEW_JPEG = 7;
  private static final int CIE_LAB = 8;
  private static final int ICC_LAB = 9;
  private static final int UNSIGNED = 1;
  private static final int SIGNED = 2;
  private static final int FLOAT = 3;
  private static final int DIFFERENCES = 2;
  private static final int OPACITY = 2;

  private TiffHeader() {}

  static PictureHeader read(ImageInputStream in, long length) throws IOException {
    var tags = TiffDirectory.read(in);
    var size = new PictureHeader.Size(tags.number(WIDTH, 0), tags.number(HEIGHT, 0));
    long samples = tags.number(SAMPLES, 1);
    long bits = tags.number(BITS, 1);
    if (samples < 1 || samples > 16 || bits < 1 || bits > 64) {
      throw new IIOException("it has %d samples of %d bits".formatted(samples, bits));
    }
    int compression = (int) tags.number(COMPRESSION, 1);
    long photometric = tags.number(PHOTOMETRIC, 1);
    var colours = colours(tags, bits);
    long row = Math.ceilDiv(size.width() * samples * bits, 8);
    if (Math.max(tags.most(STRIP_BYTES), Math.max(tags.most(TILE_BYTES), tags.most(OLD_JPEG_BYTES)))
        > length) {
      throw new EOFException();
    }
    boolean jdks =
        colours != ColourCoding.LAB
            && compression != OLD_JPEG
            && compression != NEW_JPEG
            && (bits != 16 || tags.number(PREDICTOR, 1) != DIFFERENCES);
    return new PictureHeader(
        jdks ? Codec.TIFF : Codec.TIFF_COLOURS,
        size,
        PictureHeader.Frame.of(size),
        new PictureHeader.Data(
            length, least(compression, row * size.height() / (photometric == YCBCR ? 3 : 1), size)),
        new PictureHeader.Memory(
            (colours == ColourCoding.PLAIN ? 1 : 2) * (int) Math.ceilDiv(samples * bits, 8),
            work(tags, size, samples * bits),
            0),
        colours,
        ExifOrientation.tag(tags),
        tags.only(TiffHeader::isOfPixels, length));
  }

  /** Whether pixels depend on a tag. */
  private static boolean isOfPixels(int tag) {
    return switch (tag) {
      case WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC, SAMPLES, EXTRA_SAMPLES, SAMPLE_FORMAT ->
          true;
      case STRIP_ROWS, STRIP_BYTES, TILE_WIDTH, TILE_HEIGHT, TILE_BYTES, PREDICTOR -> true;
      case 266, 273, 284, 324 -> true; // where the bytes are, and their order
      case 292, 293, 347 -> true; // options of facsimile, JPEG's tables
      case 320, 332, 334, 336, 529, 530, 531, 532 -> true; // palette, inks, YCbCr
      default -> tag >= 512 && tag <= 521; // JPEG as it was first
    };
  }

  private static ColourCoding colours(TiffDirectory tags, long bits) throws IOException {
    long sampleFormat = tags.number(SAMPLE_FORMAT, UNSIGNED);
    if (sampleFormat == FLOAT) {
      return ColourCoding.FLOATS;
    }
    if (bits > 16 || (bits == 16 && sampleFormat == SIGNED)) {
      return ColourCoding.WIDE_INTEGERS;
    }
    return switch ((int) tags.number(PHOTOMETRIC, 1)) {
      case CMYK -> ColourCoding.CMYK;
      case CIE_LAB, ICC_LAB -> ColourCoding.LAB;
      default ->
          tags.number(EXTRA_SAMPLES, OPACITY) == 0
              ? ColourCoding.WITH_SPARE_SAMPLE
              : ColourCoding.PLAIN;
    };
  }

  /** What the decoder holds at a time: a strip or tile. */
  private static long work(TiffDirectory tags, PictureHeader.Size size, long pixelBits)
      throws IOException {
    long width = tags.number(TILE_WIDTH, size.width());
    long height =
        tags.number(TILE_HEIGHT, Math.min(size.height(), tags.number(STRIP_ROWS, size.height())));
    return (long) (Math.max(size.width(), width) * pixelBits / 8.0 * height);
  }

  private static long least(int compression, long bytes, PictureHeader.Size size)
      throws IOException {
    return switch (compression) {
      case 1 -> bytes;
      case 2, 3, 4 -> Packing.fax(size);
      case 5 -> bytes / Packing.LZW;
      case OLD_JPEG, NEW_JPEG -> size.pixels() / Packing.JPEG;
      case 8, 32946 -> bytes / Packing.DEFLATE;
      case 32773 -> bytes / Packing.PACK_BITS;
      default -> throw new IIOException("its compression %d is not read".formatted(compression));
    };
  }
}
