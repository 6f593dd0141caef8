package org.tornadonn.data;

import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers as cells have them: no NaN, no infinity, no Java suffix, no signs between thousands. */
final class CsvNumber {

  private static final Pattern POINT =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern COMMA = Pattern.compile("[+-]?(\\d+(,\\d*)?|,\\d+)([eE][+-]?\\d+)?");
  private static final Pattern NO_FINITE = Pattern.compile("[+-]?(nan|inf|infinity|∞)");

  private CsvNumber() {}

  /** Whether a cell is a number, written with a decimal sign. */
  static boolean is(String text, char decimal) {
    return (decimal == ',' ? COMMA : POINT).matcher(text).matches();
  }

  /** Whether a cell is a number to people, whichever decimal sign they use, or is none of them. */
  static boolean isAny(String text) {
    return is(text, '.')
        || is(text, ',')
        || NO_FINITE.matcher(text.toLowerCase(Locale.ROOT)).matches();
  }

  /** The number of a cell; NaN if it is none. */
  static float of(String text, char decimal) {
    if (!is(text, decimal)) {
      return Float.NaN;
    }
    return Float.parseFloat(decimal == ',' ? text.replace(',', '.') : text);
  }
}
