package org.tornadonn.data;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageInputStreamImpl;
import org.jspecify.annotations.Nullable;

/**
 * A file without what its pixels do not need: pieces of it, and bytes instead of others, read as
 * one. Nothing is copied. What is left out costs nothing, however it is packed or damaged.
 */
final class Excerpt extends ImageInputStreamImpl {

  /**
   * Bytes that follow on each other.
   *
   * @param at where they lie in the file
   * @param bytes what stands in their place; null if the file's own do
   */
  record Piece(long at, long length, byte @Nullable [] bytes) {

    /** From one place of the file to another. */
    static Piece of(long from, long to) {
      return new Piece(from, to - from, null);
    }

    /** Bytes that are not the file's. */
    static Piece of(byte[] bytes) {
      return new Piece(0, bytes.length, bytes);
    }
  }

  private final ImageInputStream file;
  private final List<Piece> pieces;
  private final long length;
  private final boolean strict;

  /** The piece in which the last byte was, and where in the excerpt it begins. */
  private int current;

  private long begin;

  /**
   * An excerpt.
   *
   * @param file is moved by reading, and stays open when this is closed
   */
  Excerpt(ImageInputStream file, List<Piece> pieces) {
    this(file, pieces, false);
  }

  /**
   * An excerpt for a decoder that takes the end of a file for zeros.
   *
   * @param strict reading at the end is an error that is no {@link EOFException}, but has one as
   *     its cause
   */
  Excerpt(ImageInputStream file, List<Piece> pieces, boolean strict) {
    this.file = file;
    this.strict = strict;
    this.pieces = joined(pieces);
    this.length = pieces.stream().mapToLong(Piece::length).sum();
  }

  /** Of bytes in memory. */
  static Excerpt of(byte[] content) {
    var piece = Piece.of(content);
    return new Excerpt(new Excerpt(List.of()), List.of(piece));
  }

  private Excerpt(List<Piece> none) {
    this.file = this;
    this.strict = false;
    this.pieces = none;
    this.length = 0;
  }

  private static List<Piece> joined(List<Piece> pieces) {
    var joined = new ArrayList<Piece>();
    for (var piece : pieces) {
      var last = joined.isEmpty() ? null : joined.getLast();
      if (last != null
          && last.bytes == null
          && piece.bytes == null
          && last.at + last.length == piece.at) {
        joined.set(joined.size() - 1, Piece.of(last.at, piece.at + piece.length));
      } else if (piece.length > 0) {
        joined.add(piece);
      }
    }
    return joined;
  }

  @Override
  public int read() throws IOException {
    checkClosed();
    bitOffset = 0;
    var piece = find();
    if (piece == null) {
      return -1;
    }
    int value = piece.bytes == null ? file.read() : piece.bytes[(int) (streamPos - begin)] & 255;
    if (value >= 0) {
      streamPos++;
    }
    return value;
  }

  /** Reads across pieces: {@code readInt} and its like ask once, and take less for the end. */
  @Override
  public int read(byte[] to, int at, int most) throws IOException {
    checkClosed();
    bitOffset = 0;
    int done = 0;
    while (done < most) {
      var piece = find();
      if (piece == null) {
        break;
      }
      int count = (int) Math.min(most - done, begin + piece.length - streamPos);
      if (piece.bytes == null) {
        count = file.read(to, at + done, count);
      } else {
        System.arraycopy(piece.bytes, (int) (streamPos - begin), to, at + done, count);
      }
      if (count <= 0) {
        break; // the file has become shorter
      }
      streamPos += count;
      done += count;
    }
    return done == 0 && most > 0 ? -1 : done;
  }

  /** The piece of the next byte, to which the file is moved; null at the end. */
  private @Nullable Piece find() throws IOException {
    if (streamPos >= length) {
      if (strict) {
        throw new IIOException("it ends", new EOFException());
      }
      return null;
    }
    while (streamPos < begin) {
      begin -= pieces.get(--current).length;
    }
    while (streamPos >= begin + pieces.get(current).length) {
      begin += pieces.get(current++).length;
    }
    var piece = pieces.get(current);
    long at = piece.at + streamPos - begin;
    if (piece.bytes == null && file.getStreamPosition() != at) {
      file.seek(at);
    }
    return piece;
  }

  @Override
  public long length() {
    return length;
  }
}
