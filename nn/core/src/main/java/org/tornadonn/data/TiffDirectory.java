package org.tornadonn.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The first directory of a TIFF file, or of an EXIF block, which is built as one. Values are read
 * when they are asked for, so that none is larger than what is asked.
 *
 * @param in moved by reading; set to the byte order of the directory
 */
record TiffDirectory(ImageInputStream in, List<Entry> entries) {

  static final int HEADER = 8;

  private static final int MAGIC = 42;
  private static final int ENTRY = 12;
  private static final int SHORT = 3;

  /**
   * A tag and its values.
   *
   * @param at where the four bytes lie that hold the values, or say where they are
   */
  record Entry(int tag, int type, long count, long at) {}

  /**
   * Reads a directory.
   *
   * @throws EOFException if the file ends before it
   */
  static TiffDirectory read(ImageInputStream in) throws IOException {
    in.seek(0);
    in.setByteOrder(ByteOrder.BIG_ENDIAN);
    in.setByteOrder(
        switch (in.readUnsignedShort()) {
          case 0x4949 -> ByteOrder.LITTLE_ENDIAN;
          case 0x4d4d -> ByteOrder.BIG_ENDIAN;
          default -> throw new IIOException("it has no byte order");
        });
    if (in.readUnsignedShort() != MAGIC) {
      throw new IIOException("it is no TIFF");
    }
    in.seek(in.readUnsignedInt());
    int count = in.readUnsignedShort();
    var entries = new ArrayList<Entry>();
    try {
      for (int i = 0; i < count; i++) {
        int tag = in.readUnsignedShort();
        int type = in.readUnsignedShort();
        long values = in.readUnsignedInt();
        long at = in.getStreamPosition();
        in.readInt();
        entries.add(new Entry(tag, type, values, at));
      }
    } catch (EOFException _) {
      // what was there before the end may be all that is asked for
    }
    return new TiffDirectory(in, List.copyOf(entries));
  }

  /** The first value of a tag; a default if it is not there, or no whole number. */
  long number(int tag, long absent) throws IOException {
    var entry = find(tag);
    return entry == null ? absent : value(entry, absent);
  }

  /** The largest value of a tag; 0 if it is not there. */
  long most(int tag) throws IOException {
    var entry = find(tag);
    long most = 0;
    if (entry != null) {
      most = value(entry, 0);
      for (long i = 1; i < entry.count; i++) {
        most = Math.max(most, next(entry, 0));
      }
    }
    return most;
  }

  private @Nullable Entry find(int tag) {
    return entries.stream()
        .filter(entry -> entry.tag == tag && entry.count > 0)
        .findFirst()
        .orElse(null);
  }

  private long value(Entry entry, long absent) throws IOException {
    if (size(entry.type) * entry.count > in.length()) {
      throw new EOFException();
    }
    in.seek(entry.at);
    if (size(entry.type) * entry.count > 4) {
      in.seek(in.readUnsignedInt());
    }
    return next(entry, absent);
  }

  private long next(Entry entry, long absent) throws IOException {
    return switch (entry.type) {
      case 1 -> in.readUnsignedByte();
      case SHORT -> in.readUnsignedShort();
      case 4 -> in.readUnsignedInt();
      default -> absent;
    };
  }

  /**
   * A header and a directory of some of these tags, to be put around a file without the directory
   * that it has: values stay where they are.
   *
   * @param length where the directory is put: the length of the file
   */
  List<Excerpt.Piece> only(IntPredicate tags, long length) throws IOException {
    var kept = entries.stream().filter(entry -> tags.test(entry.tag)).toList();
    var order = in.getByteOrder();
    var directory = ByteBuffer.allocate(2 + ENTRY * kept.size() + 4).order(order);
    directory.putShort((short) kept.size());
    for (var entry : kept) {
      long bytes = size(entry.type) * entry.count;
      if (bytes > length) {
        throw new EOFException();
      }
      byte[] value = new byte[4];
      in.seek(entry.at);
      in.readFully(value);
      directory.putShort((short) entry.tag).putShort((short) entry.type);
      directory.putInt((int) entry.count).put(value);
    }
    long at = length + (length & 1);
    if (at + directory.capacity() > 0xffff_ffffL) {
      throw new IIOException("it has more than 4 gigabytes");
    }
    var header = ByteBuffer.allocate(HEADER).order(order);
    header.putShort((short) (order == ByteOrder.BIG_ENDIAN ? 0x4d4d : 0x4949));
    header.putShort((short) MAGIC).putInt((int) at);
    return List.of(
        Excerpt.Piece.of(header.array()),
        Excerpt.Piece.of(HEADER, length),
        Excerpt.Piece.of(new byte[(int) (length & 1)]),
        Excerpt.Piece.of(directory.array()));
  }

  private static long size(int type) {
    return switch (type) {
      case SHORT, 8 -> 2;
      case 4, 9, 11, 13 -> 4;
      case 5, 10, 12 -> 8;
      default -> 1;
    };
  }
}
