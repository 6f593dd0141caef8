package org.tornadonn.data;

import static java.util.stream.Collectors.joining;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file (RFC 4180, UTF-8) whose first line names the columns: some columns as
 * numbers, and one, if it is asked for, as text.
 *
 * @param file where they come from
 * @param columns the names of the columns that are read as numbers
 * @param values row by row, {@code columns.size()} in each
 * @param label the name of the label column; empty if it was not asked for
 * @param labels the text of the label column, one for each row; empty if it was not asked for
 * @param lines the line that each row begins in, counted from 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copies cost
public record CsvRows(
    Path file,
    List<String> columns,
    float[] values,
    String label,
    List<String> labels,
    int[] lines) {

  /** What some programs write before UTF-8. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** A float32 as people write it: no NaN, no infinity, no Java suffix. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  /** Which columns of a file are read: their places in a line. */
  private record Choice(int[] numbers, int label) {}

  /** Chooses columns by their names. */
  private interface Chooser {
    Choice choose(List<String> header);
  }

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
    return read(
        file,
        header ->
            new Choice(
                columns.stream().mapToInt(name -> place(file, header, name)).toArray(),
                label == null ? -1 : place(file, header, label)));
  }

  /**
   * Reads all columns but one as numbers.
   *
   * @param label the one that is read as text; null for the last
   * @param ignored columns that are left out
   * @throws DataException as above
   */
  static CsvRows readAll(Path file, @Nullable String label, List<String> ignored) {
    return read(
        file,
        header -> {
          var left = new HashSet<Integer>();
          ignored.forEach(name -> left.add(place(file, header, name)));
          int at = label == null ? header.size() - 1 : place(file, header, label);
          if (!left.add(at)) {
            throw new DataException(
                "%s: column '%s' is the label, so it cannot be left out"
                    .formatted(file, OneLine.of(header.get(at))));
          }
          int[] numbers = new int[header.size() - left.size()];
          int count = 0;
          for (int i = 0; i < header.size(); i++) {
            if (!left.contains(i)) {
              numbers[count++] = i;
            }
          }
          if (count == 0) {
            throw new DataException(
                "%s has no column of numbers beside the label '%s': cells are separated by commas"
                    .formatted(file, OneLine.of(header.get(at))));
          }
          return new Choice(numbers, at);
        });
  }

  private static int place(Path file, List<String> header, String name) {
    int at = header.indexOf(name);
    if (at < 0) {
      throw new DataException(
          "%s has no column '%s', only %s"
              .formatted(file, name, header.stream().map(OneLine::of).collect(joining(", "))));
    }
    return at;
  }

  private static CsvRows read(Path file, Chooser chooser) {
    if (!Files.isRegularFile(file)) {
      throw new DataException("There is no CSV file %s".formatted(file));
    }
    try (var text = Files.newBufferedReader(file);
        var csv =
            CsvReader.builder().allowExtraFields(true).allowMissingFields(true).ofCsvRecord(text)) {
      Iterator<CsvRecord> records = csv.iterator();
      if (!records.hasNext()) {
        throw new DataException(
            "The CSV file %s is empty: its first line names the columns".formatted(file));
      }
      List<String> header = header(file, records.next());
      return rows(file, header, chooser.choose(header), records);
    } catch (CsvParseException | UncheckedIOException e) {
      throw wrong(file, e);
    } catch (IOException e) {
      throw new DataException("The CSV file %s cannot be read: %s".formatted(file, e), e);
    }
  }

  private static DataException wrong(Path file, RuntimeException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof MalformedInputException) {
        return new DataException("The CSV file %s is not in UTF-8: convert it".formatted(file), e);
      }
    }
    String reason = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
    return new DataException(
        "The CSV file %s cannot be read: %s%s".formatted(file, e.getMessage(), reason), e);
  }

  private static List<String> header(Path file, CsvRecord first) {
    List<String> header =
        first.getFields().stream().map(name -> name.replace(BYTE_ORDER_MARK, "").strip()).toList();
    var seen = new HashSet<String>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      if (name.isEmpty()) {
        throw new DataException(
            "The CSV file %s has no name for column %d in its first line".formatted(file, i + 1));
      }
      if (!seen.add(name)) {
        throw new DataException(
            "The CSV file %s has two columns '%s'".formatted(file, OneLine.of(name)));
      }
    }
    if (header.stream().allMatch(name -> NUMBER.matcher(name).matches())) {
      throw new DataException(
          "The CSV file %s begins with numbers: its first line has to name the columns"
              .formatted(file));
    }
    return header;
  }

  private static CsvRows rows(
      Path file, List<String> header, Choice choice, Iterator<CsvRecord> records) {
    int width = choice.numbers.length;
    float[] values = new float[64 * width];
    List<String> labels = new ArrayList<>();
    int[] lines = new int[64];
    int rows = 0;
    while (records.hasNext()) {
      CsvRecord record = records.next();
      long line = record.getStartingLineNumber();
      if (record.getFieldCount() != header.size()) {
        throw new DataException(
            "%s, line %d: %d cells, but the first line names %d columns"
                .formatted(file, line, record.getFieldCount(), header.size()));
      }
      if (rows == lines.length) {
        values = Arrays.copyOf(values, Math.multiplyExact(2, values.length));
        lines = Arrays.copyOf(lines, 2 * rows);
      }
      for (int i = 0; i < width; i++) {
        int at = choice.numbers[i];
        values[rows * width + i] = number(file, line, header.get(at), record.getField(at));
      }
      if (choice.label >= 0) {
        labels.add(
            present(file, line, header.get(choice.label), record.getField(choice.label).strip()));
      }
      lines[rows++] = Math.toIntExact(line);
    }
    if (rows == 0) {
      throw new DataException("The CSV file %s has no rows below its first line".formatted(file));
    }
    return new CsvRows(
        file,
        Arrays.stream(choice.numbers).mapToObj(header::get).toList(),
        Arrays.copyOf(values, rows * width),
        choice.label < 0 ? "" : header.get(choice.label),
        List.copyOf(labels),
        Arrays.copyOf(lines, rows));
  }

  private static float number(Path file, long line, String column, String cell) {
    String text = present(file, line, column, cell.strip());
    float value = NUMBER.matcher(text).matches() ? Float.parseFloat(text) : Float.NaN;
    if (!Float.isFinite(value)) {
      throw new DataException(
          "%s, line %d, column '%s': '%s' is no number%s; leave the column out if it is no input"
              .formatted(
                  file,
                  line,
                  OneLine.of(column),
                  OneLine.of(text),
                  NUMBER.matcher(text).matches() ? " that float32 can hold" : ""));
    }
    return value;
  }

  private static String present(Path file, long line, String column, String text) {
    if (text.isEmpty()) {
      throw new DataException(
          "%s, line %d, column '%s': the value is missing; fill it in, or leave the row out"
              .formatted(file, line, OneLine.of(column)));
    }
    return text;
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
