package org.tornadonn.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.heap.Heap;

/** The chosen columns of a CSV file, as its lines come. */
final class CsvTable {

  private static final int FIRST_ROWS = 64;

  private final CsvHeader header;
  private final CsvDialect dialect;
  private final CsvChoice choice;
  private final int[] numbers;
  private final List<String> labels = new ArrayList<>();
  private float[] values;
  private int[] lines = new int[FIRST_ROWS];
  private int rows;

  CsvTable(CsvHeader header, CsvChoice choice, CsvDialect dialect) {
    this.header = header;
    this.dialect = dialect;
    this.choice = choice;
    this.numbers = choice.numbers().stream().mapToInt(Integer::intValue).toArray();
    this.values = Heap.floats((long) FIRST_ROWS * numbers.length, () -> "A few rows");
  }

  /**
   * Adds all lines of a file; the first one may be the header, and blank ones at the end are none.
   *
   * @throws DataException if a line cannot be read; the message names line, column and value
   */
  void addAll(Iterator<CsvRecord> records) {
    boolean named = !header.inFile();
    @Nullable CsvRecord blank = null;
    while (records.hasNext()) {
      var record = records.next();
      if (record.getFields().stream().allMatch(String::isBlank)) {
        blank = blank == null && named && record.getFieldCount() > 1 ? record : blank;
      } else if (!named) {
        named = true;
      } else {
        if (blank != null) {
          add(blank);
        }
        add(record);
      }
    }
  }

  private void add(CsvRecord record) {
    long line = record.getStartingLineNumber();
    header.requireWidth(line, record.getFields());
    int width = numbers.length;
    if (rows == lines.length) {
      long more = Math.min(2L * rows * width, Heap.LONGEST / width * (long) width);
      long needed = (rows + 1L) * width;
      var larger =
          Heap.floats(Math.max(more, needed), () -> "A table of more than %d rows".formatted(rows));
      System.arraycopy(values, 0, larger, 0, rows * width);
      values = larger;
      lines = Arrays.copyOf(lines, larger.length / width);
    }
    for (int i = 0; i < width; i++) {
      values[rows * width + i] = number(line, numbers[i], record.getField(numbers[i]));
    }
    if (choice.label() >= 0) {
      labels.add(present(line, choice.label(), record.getField(choice.label()).strip()));
    }
    lines[rows++] = Math.toIntExact(line);
  }

  private float number(long line, int column, String cell) {
    var text = present(line, column, cell.strip());
    float value = CsvNumber.of(text, dialect.decimal());
    if (!Float.isFinite(value)) {
      boolean large = CsvNumber.is(text, dialect.decimal());
      throw new DataException(
          "%s, line %d, column '%s': '%s' is no number%s; %s"
              .formatted(
                  header.file(),
                  line,
                  OneLine.of(header.name(column)),
                  OneLine.of(text),
                  large ? " that float32 can hold" : otherSign(text),
                  choice.advice()));
    }
    return value;
  }

  /** A number with the other decimal sign is none here. */
  private String otherSign(String text) {
    char other = dialect.decimal() == '.' ? ',' : '.';
    return CsvNumber.is(text, other)
        ? " with a decimal %s (--decimal says which it is)"
            .formatted(dialect.decimal() == '.' ? "point" : "comma")
        : "";
  }

  private String present(long line, int column, String text) {
    if (text.isEmpty()) {
      throw new DataException(
          "%s, line %d, column '%s': the value is missing; fill it in, or leave the row out"
              .formatted(header.file(), line, OneLine.of(header.name(column))));
    }
    return text;
  }

  /**
   * What was added.
   *
   * @throws DataException if it is nothing
   */
  CsvRows rows(String found) {
    if (rows == 0) {
      throw new DataException(
          "The CSV file %s has no rows below its first line".formatted(header.file()));
    }
    return new CsvRows(
        header.file(),
        choice.numbers().stream().map(header::name).toList(),
        Arrays.copyOf(values, rows * numbers.length),
        choice.label() < 0 ? "" : header.name(choice.label()),
        List.copyOf(labels),
        Arrays.copyOf(lines, rows),
        dialect,
        found);
  }
}
