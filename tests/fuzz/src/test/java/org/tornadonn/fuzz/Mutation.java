package org.tornadonn.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A change of bytes that knows nothing of what they mean. */
enum Mutation {
  BIT {
    @Override
    byte[] of(byte[] bytes, byte[] other, Choices choices) {
      byte[] changed = bytes.clone();
      changed[place(bytes, choices)] ^= (byte) (1 << choices.below(8));
      return changed;
    }
  },
  BYTE {
    @Override
    byte[] of(byte[] bytes, byte[] other, Choices choices) {
      byte[] changed = bytes.clone();
      changed[place(bytes, choices)] =
          (byte) (choices.oneIn(2) ? choices.below(256) : Odd.number(choices, bytes.length));
      return changed;
    }
  },
  /** Two, four or eight bytes, of either order. */
  INTEGER {
    @Override
    byte[] of(byte[] bytes, byte[] other, Choices choices) {
      int width = 2 << choices.below(3);
      int at = place(bytes, choices);
      if (at + width > bytes.length) {
        return bytes;
      }
      return Field.set(bytes, at, width, choices.oneIn(2), Odd.number(choices, bytes.length));
    }
  },
  /** A number of text. */
  DIGITS {
    @Override
    byte[] of(byte[] bytes, byte[] other, Choices choices) {
      int from = place(bytes, choices);
      while (from < bytes.length && !isDigit(bytes[from])) {
        from++;
      }
      int to = from;
      while (to < bytes.length && isDigit(bytes[to])) {
        to++;
      }
      return from == to ? bytes : replace(bytes, from, to, utf8(Odd.numberText(choices)));
    }
  },
  TEXT {
    @Override
    byte[] of(byte[] bytes, byte[] other, Choices choices) {
      int from = place(bytes, choices);
      int to = choices.oneIn(2) ? from : end(bytes, from, choices);
      return replace(bytes, from, to, utf8(Odd.text(choices)));
    }
  },
  CUT {
    @Override
    byte[] of(byte[] bytes, byte[] other, Choices choices) {
      return Arrays.copyOf(bytes, choices.below(bytes.length + 1));
    }
  },
  EXTEND {
    @Override
    byte[] of(byte[] bytes, byte[] other, Choices choices) {
      int length = choices.below(choices.oneIn(10) ? 5000 : 20);
      byte[] more = choices.oneIn(2) ? new byte[length] : choices.bytes(length);
      return replace(bytes, bytes.length, bytes.length, more);
    }
  },
  REMOVE {
    @Override
    byte[] of(byte[] bytes, byte[] other, Choices choices) {
      int from = place(bytes, choices);
      return replace(bytes, from, end(bytes, from, choices), new byte[0]);
    }
  },
  DUPLICATE {
    @Override
    byte[] of(byte[] bytes, byte[] other, Choices choices) {
      int from = place(bytes, choices);
      int to = end(bytes, from, choices);
      return replace(bytes, to, to, Arrays.copyOfRange(bytes, from, to));
    }
  },
  /** Copies a part over another. */
  COPY {
    @Override
    byte[] of(byte[] bytes, byte[] other, Choices choices) {
      int from = place(bytes, choices);
      int to = end(bytes, from, choices);
      int at = place(bytes, choices);
      byte[] changed = bytes.clone();
      System.arraycopy(bytes, from, changed, at, Math.min(to - from, bytes.length - at));
      return changed;
    }
  },
  /** Begins like this file, and ends like another. */
  SPLICE {
    @Override
    byte[] of(byte[] bytes, byte[] other, Choices choices) {
      int at = choices.below(bytes.length);
      int from = choices.oneIn(2) ? Math.min(at, other.length) : choices.below(other.length + 1);
      return replace(bytes, at, bytes.length, Arrays.copyOfRange(other, from, other.length));
    }
  };

  /** Where headers are. */
  private static final int HEAD = 64;

  /**
   * Changed bytes.
   *
   * @param bytes at least one
   * @param other another valid file
   */
  abstract byte[] of(byte[] bytes, byte[] other, Choices choices);

  /** A file with one or a few changes. */
  static byte[] several(byte[] file, List<byte[]> seeds, Choices choices) {
    byte[] bytes = file;
    for (int n = choices.few(); n > 0 && bytes.length > 0; n--) {
      bytes = choices.of(List.of(values())).of(bytes, choices.of(seeds), choices);
    }
    return bytes;
  }

  /** Bytes with others in the place of a range. */
  static byte[] replace(byte[] bytes, int from, int to, byte[] with) {
    byte[] changed = Arrays.copyOf(bytes, bytes.length - (to - from) + with.length);
    System.arraycopy(with, 0, changed, from, with.length);
    System.arraycopy(bytes, to, changed, from + with.length, bytes.length - to);
    return changed;
  }

  private static int place(byte[] bytes, Choices choices) {
    return choices.below(choices.oneIn(2) ? Math.min(HEAD, bytes.length) : bytes.length);
  }

  private static int end(byte[] bytes, int from, Choices choices) {
    return Math.min(bytes.length, from + 1 + choices.below(choices.oneIn(4) ? bytes.length : 16));
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
