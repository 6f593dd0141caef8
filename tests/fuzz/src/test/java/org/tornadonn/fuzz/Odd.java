package org.tornadonn.fuzz;

import java.util.List;

/** Numbers and texts that programs trip over. */
final class Odd {

  private static final List<Long> NUMBERS =
      List.of(
          0L,
          1L,
          2L,
          3L,
          4L,
          7L,
          8L,
          16L,
          31L,
          100L,
          127L,
          128L,
          255L,
          256L,
          1000L,
          32767L,
          32768L,
          65535L,
          65536L,
          46341L,
          1L << 20,
          100_000_000L,
          1L << 30,
          Integer.MAX_VALUE - 8L,
          (long) Integer.MAX_VALUE,
          1L << 31,
          (1L << 32) - 1,
          1L << 32,
          1L << 62,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          -1L,
          -2L,
          -128L,
          -32768L,
          (long) Integer.MIN_VALUE);

  private static final List<String> NUMBER_TEXTS =
      List.of(
          "0",
          "-0",
          "-1",
          "0.5",
          "1e9",
          "1e38",
          "1e39",
          "-1e400",
          "1E-400",
          "1e99999999",
          "NaN",
          "Infinity",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9223372036854775807",
          "9223372036854775808",
          "00",
          "0x10",
          "1f",
          ".5",
          "5.",
          "1,5",
          "٣",
          "9".repeat(400),
          "0." + "1".repeat(2000));

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "null",
          "true",
          "\n",
          "\r\n",
          "\t",
          "\u0000",
          "\u001b[31m",
          "\u202e",
          "\u2028",
          "\ud800",
          "é",
          "\ufeff",
          "😀",
          "\"",
          "'",
          "\\",
          "/",
          "../..",
          "%s",
          "%n",
          "${x}",
          "@x",
          "-",
          "--",
          "=",
          ",",
          ";",
          ":",
          "{",
          "}",
          "[",
          "]",
          "{}",
          "[]",
          "__metadata__",
          "a".repeat(5000),
          "[".repeat(1500),
          "{\"a\":".repeat(1500),
          "\\u0000",
          "\\ud800",
          "#");

  private Odd() {}

  /** A number that means something to the program, or a size of the file, or any. */
  static long number(Choices choices, int size) {
    return switch (choices.below(8)) {
      case 0 -> size + choices.below(5) - 2L;
      case 1 -> choices.bits();
      case 2 -> 1L << choices.below(63);
      default -> choices.of(NUMBERS);
    };
  }

  /** How a number may be written. */
  static String numberText(Choices choices) {
    return choices.oneIn(2) ? String.valueOf(number(choices, 100)) : choices.of(NUMBER_TEXTS);
  }

  /** A text, which may be a number. */
  static String text(Choices choices) {
    return choices.oneIn(3) ? numberText(choices) : choices.of(TEXTS);
  }
}
