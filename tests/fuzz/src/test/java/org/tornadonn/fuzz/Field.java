package org.tornadonn.fuzz;

import java.util.List;

/**
 * A number inside a file.
 *
 * @param at its first byte
 * @param width 1, 2, 4 or 8 bytes
 * @param little whether the lowest byte comes first
 */
record Field(int at, int width, boolean little) {

  /** A file with one or a few of its fields set to odd numbers, or to each other's. */
  static byte[] several(byte[] file, List<Field> fields, Choices choices) {
    byte[] bytes = file;
    for (int n = choices.few(); n > 0 && !fields.isEmpty(); n--) {
      var field = choices.of(fields);
      long number =
          switch (choices.below(4)) {
            case 0 -> field.get(bytes) + choices.below(9) - 4;
            case 1 -> choices.of(fields).get(bytes);
            default -> Odd.number(choices, bytes.length);
          };
      bytes = set(bytes, field.at, field.width, field.little, number);
    }
    return bytes;
  }

  long get(byte[] bytes) {
    long number = 0;
    for (int i = 0; i < width; i++) {
      number = number << 8 | (bytes[little ? at + width - 1 - i : at + i] & 255);
    }
    return number;
  }

  /** Bytes with a number written into them. */
  static byte[] set(byte[] bytes, int at, int width, boolean little, long number) {
    byte[] changed = bytes.clone();
    for (int i = 0; i < width; i++) {
      changed[little ? at + i : at + width - 1 - i] = (byte) (number >> (8 * i));
    }
    return changed;
  }
}
