package org.tornadonn.data;

import org.jspecify.annotations.Nullable;

/**
 * What is known of how a CSV file is written, before it is read.
 *
 * @param separator between cells; null to find it out
 * @param decimal point or comma; null to find it out
 * @param header whether the first line names the columns; null if it does, but not if it looks like
 *     numbers
 * @param usual how files of the kind are written, as a model has seen them; null if that is unknown
 */
public record CsvHints(
    @Nullable Character separator,
    @Nullable Character decimal,
    @Nullable Boolean header,
    @Nullable CsvDialect usual) {

  /** Nothing is known. */
  public static final CsvHints NONE = new CsvHints(null, null, null, null);

  /**
   * Checks the signs.
   *
   * @throws IllegalArgumentException as {@link CsvDialect}
   */
  public CsvHints {
    CsvDialect.requireSeparator(separator);
    CsvDialect.requireDecimal(decimal);
  }

  /**
   * All is known.
   *
   * @param dialect how the file is written
   * @return hints that leave nothing open
   */
  public static CsvHints of(CsvDialect dialect) {
    return new CsvHints(dialect.separator(), dialect.decimal(), dialect.header(), null);
  }

  /**
   * The same with what a model has seen.
   *
   * @param dialect of its files; null if it does not say
   * @return hints whose other parts go before it
   */
  public CsvHints usually(@Nullable CsvDialect dialect) {
    return new CsvHints(separator, decimal, header, dialect);
  }

  /** Whether the first line names the columns. */
  boolean names() {
    return header != null ? header : usual == null || usual.header();
  }
}
