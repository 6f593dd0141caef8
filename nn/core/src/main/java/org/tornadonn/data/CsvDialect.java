package org.tornadonn.data;

import org.jspecify.annotations.Nullable;

/**
 * How a CSV file is written.
 *
 * @param separator between cells: a comma, a semicolon, a tab or another sign
 * @param decimal point or comma
 * @param header whether the first line names the columns; else they are called 0, 1, 2, …, as
 *     pandas calls them
 */
public record CsvDialect(char separator, char decimal, boolean header) {

  /** As RFC 4180 has it: commas, decimal points, and names in the first line. */
  public static final CsvDialect PLAIN = new CsvDialect(',', '.', true);

  /**
   * Checks the signs.
   *
   * @throws IllegalArgumentException if cells could not be told apart by them
   */
  public CsvDialect {
    requireSeparator(separator);
    requireDecimal(decimal);
  }

  static void requireSeparator(@Nullable Character separator) {
    if (separator != null
        && (Character.isLetterOrDigit(separator)
            || "\"+-.\r\n\uFEFF".indexOf(separator) >= 0
            || (Character.isISOControl(separator) && separator != '\t'))) {
      throw new IllegalArgumentException(
          "Cells cannot be separated by %s: take ',', ';', '|' or a tab"
              .formatted(named(separator)));
    }
  }

  static void requireDecimal(@Nullable Character decimal) {
    if (decimal != null && decimal != '.' && decimal != ',') {
      throw new IllegalArgumentException(
          "The decimal sign is '.' or ',', not %s".formatted(named(decimal)));
    }
  }

  /** A sign as a message shows it. */
  static String named(char sign) {
    return switch (sign) {
      case '\t' -> "a tab";
      case ' ' -> "a space";
      default -> Character.isISOControl(sign) ? "U+%04X".formatted((int) sign) : "'" + sign + "'";
    };
  }
}
