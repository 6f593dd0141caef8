package org.tornadonn.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStream;

/**
 * The header of a PNG. Of its chunks only size, palette, transparency and pixels are decoded: texts
 * and profiles may be packed a thousandfold, or damaged.
 */
final class PngHeader {

  private static final int SIGNATURE = 8;
  private static final int AROUND = 12; // a chunk's length, type and checksum

  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504c5445;
  private static final int TRNS = 0x74524e53;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;
  private static final int EXIF = 0x65584966;

  private static final byte[] END = {
    0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xae, 0x42, 0x60, (byte) 0x82
  };

  private PngHeader() {}

  static PictureHeader read(ImageInputStream in, long length) throws IOException {
    in.setByteOrder(ByteOrder.BIG_ENDIAN);
    in.seek(SIGNATURE);
    if (in.readInt() != 13 || in.readInt() != IHDR) {
      throw new IIOException("it does not begin with its size");
    }
    var size = new PictureHeader.Size(in.readUnsignedInt(), in.readUnsignedInt());
    int depth = in.readUnsignedByte();
    int colour = in.readUnsignedByte();
    var kept = new ArrayList<Excerpt.Piece>();
    long at = SIGNATURE + 13 + AROUND;
    kept.add(Excerpt.Piece.of(0, at));
    long data = 0;
    int orientation = 1;
    int type = IHDR;
    while (type != IEND && at + AROUND <= length) {
      in.seek(at);
      long bytes = in.readUnsignedInt();
      type = in.readInt();
      long end = at + AROUND + bytes;
      if (end > length) {
        break;
      }
      switch (type) {
        case PLTE, TRNS -> kept.add(Excerpt.Piece.of(at, end));
        case IDAT -> {
          kept.add(Excerpt.Piece.of(at, end));
          data += bytes;
        }
        case EXIF -> orientation = ExifOrientation.tag(in, at + 8, bytes);
        default -> {} // nothing that pixels depend on
      }
      at = end;
    }
    if (type != IEND && (data == 0 || (type == IDAT && at < length))) {
      throw new EOFException();
    }
    kept.add(Excerpt.Piece.of(END));
    int bits = depth * samples(colour);
    long row = Math.ceilDiv(size.width() * bits, 8) + 1;
    return PictureHeader.of(
        Codec.PNG,
        size,
        new PictureHeader.Data(data, row * size.height() / Packing.DEFLATE),
        new PictureHeader.Memory(Math.max(1, bits / 8), 4 * row, 0),
        orientation,
        kept);
  }

  private static int samples(int colour) throws IOException {
    return switch (colour) {
      case 0, 3 -> 1;
      case 2 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default -> throw new IIOException("there is no colour type " + colour);
    };
  }
}
