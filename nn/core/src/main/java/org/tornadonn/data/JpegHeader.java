package org.tornadonn.data;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The header of a JPEG. Of its application segments only those that say how colours are coded are
 * decoded, JFIF's and Adobe's; profiles and previews may be damaged.
 */
final class JpegHeader {

  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;
  private static final int COM = 0xfe;

  private static final String JFIF = "JFIF\0";
  private static final String ADOBE = "Adobe";
  private static final String EXIF = "Exif\0";

  /**
   * How a frame begins.
   *
   * @param progressive its coefficients wait in memory until all have come
   */
  private record Frame(PictureHeader.Size size, int components, boolean progressive) {}

  private JpegHeader() {}

  static PictureHeader read(ImageInputStream in, long length) throws IOException {
    in.setByteOrder(ByteOrder.BIG_ENDIAN);
    in.seek(2);
    var kept = new ArrayList<Excerpt.Piece>();
    kept.add(Excerpt.Piece.of(0, 2));
    Frame frame = null;
    int orientation = 1;
    int transform = -1;
    while (true) {
      int marker = marker(in);
      long at = in.getStreamPosition();
      if (marker == SOS) {
        kept.add(Excerpt.Piece.of(at - 2, length));
        return header(frame, length - at, orientation, transform, kept);
      }
      int bytes = in.readUnsignedShort();
      long end = at + bytes;
      if (bytes < 2) {
        throw new IIOException("a segment has no length");
      }
      if (isFrame(marker)) {
        in.skipBytes(1);
        long height = in.readUnsignedShort();
        long width = in.readUnsignedShort();
        frame =
            new Frame(
                new PictureHeader.Size(width, height), in.readUnsignedByte(), (marker & 3) == 2);
      }
      boolean keep = marker < APP0 || (marker > APP15 && marker != COM);
      if (marker == APP0) {
        keep = bytes >= 16 && begins(in, JFIF);
      } else if (marker == APP1 && orientation == 1 && begins(in, EXIF)) {
        orientation = ExifOrientation.tag(in, at + 2, bytes - 2);
      } else if (marker == APP14 && bytes >= 14 && begins(in, ADOBE)) {
        keep = true;
        in.seek(at + 13);
        transform = in.readUnsignedByte();
      }
      if (keep) {
        kept.add(Excerpt.Piece.of(at - 2, end));
      }
      in.seek(end);
    }
  }

  private static PictureHeader header(
      @Nullable Frame frame, long data, int orientation, int transform, List<Excerpt.Piece> kept)
      throws IOException {
    if (frame == null) {
      throw new IIOException("it does not say its size");
    }
    var size = frame.size;
    long pixels = size.pixels();
    boolean inks = frame.components == 4;
    return new PictureHeader(
        Codec.JPEG,
        size,
        PictureHeader.Frame.of(size),
        new PictureHeader.Data(data, pixels / Packing.JPEG),
        new PictureHeader.Memory(
            inks ? 4 + 3 : frame.components,
            0,
            frame.progressive ? pixels * frame.components * Short.BYTES : 0),
        !inks
            ? ColourCoding.PLAIN
            : transform > 0 ? ColourCoding.JPEG_YCCK : ColourCoding.JPEG_CMYK,
        orientation,
        kept);
  }

  /** The next marker that a segment follows. */
  private static int marker(ImageInputStream in) throws IOException {
    while (true) {
      while (in.readUnsignedByte() != 0xff) {
        // bytes between segments mean nothing
      }
      int marker = in.readUnsignedByte();
      while (marker == 0xff) {
        marker = in.readUnsignedByte();
      }
      if (marker == EOI) {
        throw new IIOException("it ends before its pixels begin");
      }
      if (marker > 1 && (marker < 0xd0 || marker > SOI)) {
        return marker;
      }
    }
  }

  /** Start of frame: 0xc0 to 0xcf without the tables among them. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static boolean begins(ImageInputStream in, String name) throws IOException {
    byte[] first = new byte[name.length()];
    in.readFully(first);
    return new String(first, StandardCharsets.ISO_8859_1).equals(name);
  }
}
