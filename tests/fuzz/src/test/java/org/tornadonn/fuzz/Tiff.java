package org.tornadonn.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The directory of a TIFF file, of which EXIF is one. */
final class Tiff {

  private static final int ENTRY = 12;

  private Tiff() {}

  /** EXIF data that state an orientation. */
  static byte[] exif(int orientation) {
    return ByteBuffer.allocate(26)
        .order(ByteOrder.BIG_ENDIAN)
        .putInt(0x4d4d002a)
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 0x0112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .array();
  }

  /** The numbers of the directory: what is there, of which type, how many, and where. */
  static List<Field> fields(byte[] file) {
    var fields = new ArrayList<Field>();
    boolean little = file[0] == 'I';
    var offset = new Field(4, 4, little);
    fields.add(offset);
    long at = offset.get(file);
    if (at < 8 || at + 2 > file.length) {
      return fields;
    }
    var count = new Field((int) at, 2, little);
    fields.add(count);
    for (long i = 0; i < count.get(file) && at + 2 + (i + 1) * ENTRY <= file.length; i++) {
      int entry = (int) (at + 2 + i * ENTRY);
      fields.add(new Field(entry, 2, little));
      fields.add(new Field(entry + 2, 2, little));
      fields.add(new Field(entry + 4, 4, little));
      fields.add(new Field(entry + 8, 2, little));
      fields.add(new Field(entry + 8, 4, little));
    }
    return fields;
  }
}
