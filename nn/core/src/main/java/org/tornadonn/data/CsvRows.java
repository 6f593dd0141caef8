package org.tornadonn.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.heap.HeapException;

/**
 * The rows of a CSV file in UTF-8: some columns as numbers, and one, if it is asked for, as text.
 *
 * <p>As RFC 4180 has them, or with another separator, with decimal commas, after Excel's line
 * {@code sep=;}, or without names: what is not said is found out where it is certain. Empty lines
 * and cells at the end are passed over, and a first column without a name is, too: it is the index
 * that pandas writes.
 *
 * @param file where they come from
 * @param columns the names of the columns that are read as numbers
 * @param values row by row, {@code columns.size()} in each
 * @param label the name of the label column; empty if it was not asked for
 * @param labels the text of the label column, one for each row; empty if it was not asked for
 * @param lines the line that each row begins in, counted from 1
 * @param dialect how the file is written
 * @param found what nobody has said and was found out, one line for people; empty if the file is
 *     plain
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copies cost
public record CsvRows(
    Path file,
    List<String> columns,
    float[] values,
    String label,
    List<String> labels,
    int[] lines,
    CsvDialect dialect,
    String found) {

  /**
   * Reads columns by their names; others are left out.
   *
   * @param file a CSV file with a header
   * @param columns those that are read as numbers, in this order
   * @param label the one that is read as text; null for none
   * @return all rows
   * @throws DataException if there is no such file, it is no CSV file or has no rows, a column is
   *     missing, or a cell is; the message names file, line, column and value
   */
  public static CsvRows read(Path file, List<String> columns, @Nullable String label) {
    return read(file, columns, label, CsvHints.NONE);
  }

  /**
   * Reads columns by their names; others are left out.
   *
   * @param file a CSV file
   * @param columns those that are read as numbers, in this order
   * @param label the one that is read as text; null for none
   * @param hints what is known of how it is written
   * @return all rows
   * @throws DataException as above, or if it could be written in several ways
   */
  public static CsvRows read(
      Path file, List<String> columns, @Nullable String label, CsvHints hints) {
    var sample = CsvSample.of(file);
    var dialect = sample.dialect(hints);
    var header = header(sample, dialect);
    if (hints.header() == null && header.inFile() && !header.hasAll(columns)) {
      header.requireNames(List.of());
    }
    var choice = CsvChoice.named(header, columns, label);
    return read(sample, header, choice, dialect, String.join(", ", written(dialect, hints)));
  }

  /**
   * Reads all columns but one as numbers.
   *
   * @param label the one that is read as text; null for the last, or for the first if that is the
   *     only one that can be it
   * @param ignored columns that are left out
   * @throws DataException as above, or if the first line has numbers for names
   */
  static CsvRows readAll(Path file, @Nullable String label, List<String> ignored, CsvHints hints) {
    var sample = CsvSample.of(file);
    var dialect = sample.dialect(hints);
    var header = header(sample, dialect);
    if (hints.header() == null && header.inFile()) {
      header.requireNames(ignored);
    }
    var lines = sample.lines(dialect.separator());
    var rows = lines.subList(header.inFile() ? 1 : 0, lines.size());
    var choice = CsvChoice.all(header, label, ignored, rows, dialect);
    var found = written(dialect, hints);
    if (header.hasIndex()) {
      found.add("without the first column, which has no name");
    }
    if (label == null && choice.label() != header.width() - 1) {
      found.add("with the class in column '%s'".formatted(OneLine.of(header.name(choice.label()))));
    }
    return read(sample, header, choice, dialect, String.join(", ", found));
  }

  private static CsvHeader header(CsvSample sample, CsvDialect dialect) {
    var lines = sample.lines(dialect.separator());
    if (lines.isEmpty()) {
      requireRecords(sample.file(), dialect.separator());
      throw new DataException(
          "The CSV file %s is empty: its first line names the columns".formatted(sample.file()));
    }
    return CsvHeader.of(sample.file(), lines.getFirst(), dialect.header());
  }

  /**
   * Checks that a file can be cut into cells.
   *
   * @throws DataException if its quotes are broken
   */
  private static void requireRecords(Path file, char separator) {
    new CsvText(file)
        .read(
            text -> {
              CsvText.records(text, separator).forEachRemaining(record -> {});
              return file;
            });
  }

  /** What was found out of how a file is written. */
  private static List<String> written(CsvDialect dialect, CsvHints hints) {
    var found = new ArrayList<String>();
    if (dialect.equals(hints.usual())) {
      return found;
    }
    if (hints.separator() == null && dialect.separator() != CsvDialect.PLAIN.separator()) {
      found.add("with cells separated by " + CsvDialect.named(dialect.separator()));
    }
    if (hints.decimal() == null && dialect.decimal() != CsvDialect.PLAIN.decimal()) {
      found.add("with decimal commas");
    }
    return found;
  }

  private static CsvRows read(
      CsvSample sample, CsvHeader header, CsvChoice choice, CsvDialect dialect, String found) {
    var file = sample.file();
    var table = new CsvTable(header, choice, dialect);
    try {
      new CsvText(file)
          .read(
              text -> {
                var records = CsvText.records(text, dialect.separator());
                if (sample.announced() != null) {
                  records.next();
                }
                table.addAll(records);
                return table;
              });
    } catch (HeapException e) {
      throw new DataException(
          "The CSV file %s is too large: %s".formatted(file, e.getMessage()), e);
    }
    return table.rows(found);
  }

  /**
   * The number of rows.
   *
   * @return at least 1
   */
  public int size() {
    return lines.length;
  }

  /**
   * What people call a row.
   *
   * @param row from 0
   * @return file and line
   */
  public String name(int row) {
    return "%s, line %s".formatted(file, lines[row]);
  }
}
