package org.tornadonn.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The header of a WebP. What is decoded is a still picture of its first frame: pixels, and opacity
 * if that is stored beside them.
 */
final class WebpHeader {

  private static final int FIRST_CHUNK = 12;
  private static final int CHUNK = 8;
  private static final int FRAME = 16;

  /**
   * Behind its chunks: the lossless decoder looks so far ahead. What reads on is no whole picture.
   */
  private static final int READ_AHEAD = 16;

  private static final int OPACITY_FLAG = 0x10;
  private static final int LOSSLESS_MARK = 0x2f;

  private static final int ALPH = code("ALPH");
  private static final int ANMF = code("ANMF");
  private static final int EXIF = code("EXIF");
  private static final int VP8 = code("VP8 ");
  private static final int VP8L = code("VP8L");
  private static final int VP8X = code("VP8X");

  private final ImageInputStream in;

  private PictureHeader.@Nullable Size canvas;
  private int left;
  private int top;
  private PictureHeader.@Nullable Size size;
  private Excerpt.@Nullable Piece opacity;
  private Excerpt.@Nullable Piece pixels;
  private boolean lossless;
  private boolean clear;
  private int orientation = 1;

  private WebpHeader(ImageInputStream in) {
    this.in = in;
  }

  static PictureHeader read(ImageInputStream in, long length) throws IOException {
    in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
    var header = new WebpHeader(in);
    header.chunks(FIRST_CHUNK, length);
    return header.whole();
  }

  private void chunks(long from, long to) throws IOException {
    long at = from;
    while (at + CHUNK <= to) {
      in.seek(at);
      int type = in.readInt();
      long bytes = in.readUnsignedInt();
      long end = at + CHUNK + bytes;
      if (end > to) {
        throw new EOFException();
      }
      chunk(type, at, end);
      at = end + (bytes & 1);
    }
  }

  private void chunk(int type, long at, long end) throws IOException {
    if (end - at - CHUNK < leastBytes(type)) {
      throw new IIOException("a part of it is too short for what it should say");
    }
    if (type == VP8X) {
      clear = (in.readInt() & OPACITY_FLAG) != 0;
      canvas = new PictureHeader.Size(1 + threeBytes(), 1 + threeBytes());
    } else if (type == ANMF && pixels == null) {
      left = 2 * threeBytes();
      top = 2 * threeBytes();
      chunks(at + CHUNK + FRAME, end);
    } else if (type == ALPH && pixels == null) {
      opacity = Excerpt.Piece.of(at, end);
    } else if (type == VP8 && pixels == null) {
      pixels = Excerpt.Piece.of(at, end);
      in.skipBytes(6);
      size =
          new PictureHeader.Size(in.readUnsignedShort() & 0x3fff, in.readUnsignedShort() & 0x3fff);
    } else if (type == VP8L && pixels == null) {
      pixels = Excerpt.Piece.of(at, end);
      lossless = true;
      opacity = null; // stands among the pixels
      if (in.readUnsignedByte() != LOSSLESS_MARK) {
        throw new IIOException("its pixels are not lossless WebP");
      }
      int sizes = in.readInt();
      size = new PictureHeader.Size(1 + (sizes & 0x3fff), 1 + ((sizes >> 14) & 0x3fff));
    } else if (type == EXIF) {
      orientation = ExifOrientation.tag(in, at + CHUNK, end - at - CHUNK);
    }
  }

  /** What is read of a chunk's beginning. */
  private static int leastBytes(int type) {
    return type == VP8X || type == VP8 ? 10 : type == ANMF ? FRAME : type == VP8L ? 5 : 0;
  }

  private PictureHeader whole() throws IOException {
    if (size == null || pixels == null) {
      throw new EOFException();
    }
    var whole = canvas == null ? size : canvas;
    return new PictureHeader(
        Codec.WEBP,
        whole,
        new PictureHeader.Frame(left, top, size, clear),
        new PictureHeader.Data(
            pixels.length(), Math.max(Packing.webp(size), Packing.canvas(whole))),
        new PictureHeader.Memory(4, (lossless || opacity != null ? 4 : 1) * size.pixels(), 0),
        ColourCoding.PLAIN,
        orientation,
        still(size, pixels));
  }

  /** A file of nothing but the frame. */
  private List<Excerpt.Piece> still(PictureHeader.Size size, Excerpt.Piece pixels) {
    var chunks = new ArrayList<Excerpt.Piece>();
    if (opacity != null) {
      var extended = ByteBuffer.allocate(CHUNK + 10).order(ByteOrder.LITTLE_ENDIAN);
      extended.putInt(VP8X).putInt(10).putInt(OPACITY_FLAG);
      int width = (int) size.width() - 1;
      int height = (int) size.height() - 1;
      extended.put((byte) width).putShort((short) (width >> 8));
      extended.put((byte) height).putShort((short) (height >> 8));
      chunks.add(Excerpt.Piece.of(extended.array()));
      chunks.add(opacity);
      chunks.add(Excerpt.Piece.of(new byte[(int) (opacity.length() & 1)]));
    }
    chunks.add(pixels);
    chunks.add(Excerpt.Piece.of(new byte[(int) (pixels.length() & 1)]));
    long bytes = chunks.stream().mapToLong(Excerpt.Piece::length).sum();
    var riff = ByteBuffer.allocate(FIRST_CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    riff.putInt(code("RIFF")).putInt((int) (4 + bytes)).putInt(code("WEBP"));
    chunks.addFirst(Excerpt.Piece.of(riff.array()));
    chunks.add(Excerpt.Piece.of(new byte[lossless ? READ_AHEAD : 0]));
    return chunks;
  }

  private int threeBytes() throws IOException {
    return in.readUnsignedShort() | (in.readUnsignedByte() << 16);
  }

  private static int code(String name) {
    return ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII))
        .order(ByteOrder.LITTLE_ENDIAN)
        .getInt();
  }
}
