package org.tornadonn.data;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStream;

/** The header of a GIF: its canvas, and where the first frame lies on it. */
final class GifHeader {

  private static final int FIXED = 13;
  private static final int FLAGS_AT = 10;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xf9;
  private static final int FRAME = 0x2c;
  private static final int END = 0x3b;

  private GifHeader() {}

  static PictureHeader read(ImageInputStream in, long length) throws IOException {
    in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
    in.seek(6);
    long width = in.readUnsignedShort();
    long height = in.readUnsignedShort();
    int flags = in.readUnsignedByte();
    long at = FIXED + colours(flags);
    var kept = new ArrayList<Excerpt.Piece>();
    if (at > FIXED) {
      kept.add(Excerpt.Piece.of(0, at));
    } else {
      kept.add(Excerpt.Piece.of(0, FLAGS_AT));
      kept.add(Excerpt.Piece.of(greys(flags)));
    }
    in.seek(at);
    int block = in.readUnsignedByte();
    while (block != FRAME) {
      if (block == END) {
        throw new IIOException("it holds no frame");
      }
      boolean control = block == EXTENSION && extension(in) == GRAPHIC_CONTROL;
      long end = in.getStreamPosition();
      if (control) {
        kept.add(Excerpt.Piece.of(at, end));
      }
      at = end;
      block = in.readUnsignedByte();
    }
    int left = in.readUnsignedShort();
    int top = in.readUnsignedShort();
    var frame = new PictureHeader.Size(in.readUnsignedShort(), in.readUnsignedShort());
    kept.add(Excerpt.Piece.of(at, length));
    return header(
        new PictureHeader.Size(
            Math.max(width, left + frame.width()), Math.max(height, top + frame.height())),
        new PictureHeader.Frame(left, top, frame, false),
        length - in.getStreamPosition(),
        kept);
  }

  /** Passes over an extension, and says which it was. */
  private static int extension(ImageInputStream in) throws IOException {
    int label = in.readUnsignedByte();
    for (int bytes = in.readUnsignedByte(); bytes > 0; bytes = in.readUnsignedByte()) {
      in.seek(in.getStreamPosition() + bytes);
    }
    return label;
  }

  private static PictureHeader header(
      PictureHeader.Size canvas, PictureHeader.Frame frame, long data, List<Excerpt.Piece> kept) {
    long least = Math.max(frame.size().pixels() / Packing.LZW, Packing.canvas(canvas));
    return new PictureHeader(
        Codec.GIF,
        canvas,
        frame,
        new PictureHeader.Data(data, least),
        new PictureHeader.Memory(1, 0, 0),
        ColourCoding.PLAIN,
        1,
        kept);
  }

  /** Flags and all that a file without colours has up to its blocks: its pixels are greys. */
  private static byte[] greys(int flags) {
    byte[] bytes = new byte[FIXED - FLAGS_AT + 3 * 256];
    bytes[0] = (byte) (flags | 0x87);
    for (int i = FIXED - FLAGS_AT; i < bytes.length; i++) {
      bytes[i] = (byte) ((i - FIXED + FLAGS_AT) / 3);
    }
    return bytes;
  }

  /** The bytes of a table of colours, as flags say. */
  private static long colours(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1);
  }
}
