package org.tornadonn.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStream;

/** The header of a BMP. Its colour profile is left out, and sizes that it need not say. */
final class BmpHeader {

  private static final int FILE_SIZE_AT = 2;
  private static final int INFO_AT = 14;
  private static final int IMAGE_SIZE_AT = 34;
  private static final int COLOUR_SPACE_AT = 70;

  private static final int OS2 = 12;
  private static final int WITH_COLOUR_SPACE = 108;

  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int JPEG = 4;
  private static final int PNG = 5;

  private BmpHeader() {}

  static PictureHeader read(ImageInputStream in, long length) throws IOException {
    in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
    in.seek(INFO_AT - 4);
    long data = in.readUnsignedInt();
    long info = in.readUnsignedInt();
    boolean os2 = info == OS2;
    long width = os2 ? in.readUnsignedShort() : in.readInt();
    long height = os2 ? in.readUnsignedShort() : Math.abs((long) in.readInt());
    in.skipBytes(2);
    int bits = in.readUnsignedShort();
    int compression = os2 ? 0 : in.readInt();
    if (compression == JPEG || compression == PNG) {
      throw new IIOException("it is another picture in the clothes of a BMP");
    }
    var size = new PictureHeader.Size(width, height);
    long row = Math.ceilDiv(width * bits, 8);
    long stride = Math.ceilDiv(row, 4) * 4;
    boolean runs = compression == RLE8 || compression == RLE4;
    return PictureHeader.of(
        Codec.BMP,
        size,
        new PictureHeader.Data(
            length - data, runs ? size.pixels() / Packing.BMP_RUNS : stride * (height - 1) + row),
        new PictureHeader.Memory(Math.max(1, bits / 8), 4 * stride + (runs ? length - data : 0), 0),
        1,
        excerpt(length, os2 ? 0 : info));
  }

  private static List<Excerpt.Piece> excerpt(long length, long info) {
    var pieces = new ArrayList<Excerpt.Piece>();
    pieces.add(Excerpt.Piece.of(0, FILE_SIZE_AT));
    pieces.add(number((int) Math.min(length, Integer.MAX_VALUE)));
    long at = FILE_SIZE_AT + 4;
    if (info > 0) {
      pieces.add(Excerpt.Piece.of(at, IMAGE_SIZE_AT));
      pieces.add(number(0)); // all that there is
      at = IMAGE_SIZE_AT + 4;
    }
    if (info >= WITH_COLOUR_SPACE) {
      pieces.add(Excerpt.Piece.of(at, COLOUR_SPACE_AT));
      pieces.add(number(0x73524742)); // sRGB
      at = COLOUR_SPACE_AT + 4;
    }
    pieces.add(Excerpt.Piece.of(at, length));
    return pieces;
  }

  private static Excerpt.Piece number(int value) {
    return Excerpt.Piece.of(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }
}
