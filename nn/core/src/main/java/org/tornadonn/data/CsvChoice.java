package org.tornadonn.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a CSV file are read.
 *
 * @param numbers the places of those that are read as numbers
 * @param label the place of the one that is read as text; −1 for none
 * @param advice what to do about a cell of numbers that is none
 */
record CsvChoice(List<Integer> numbers, int label, String advice) {

  private static final String NO_INPUT = "leave the column out if it is no input";

  /**
   * Columns by their names.
   *
   * @param label null for none
   * @throws DataException if one is not there
   */
  static CsvChoice named(CsvHeader header, List<String> columns, @Nullable String label) {
    return new CsvChoice(
        columns.stream().map(header::place).toList(),
        label == null ? -1 : header.place(label),
        NO_INPUT);
  }

  /**
   * All columns but the label, those that are left out, and a first one without a name.
   *
   * @param label null to find it: the last, or the first if that alone can be the label
   * @param rows the first ones
   * @throws DataException if one is not there, or nothing is left
   */
  static CsvChoice all(
      CsvHeader header,
      @Nullable String label,
      List<String> ignored,
      List<List<String>> rows,
      CsvDialect dialect) {
    var left = new ArrayList<Integer>();
    for (int i = header.hasIndex() ? 1 : 0; i < header.width(); i++) {
      if (!ignored.contains(header.name(i))) {
        left.add(i);
      }
    }
    ignored.stream().filter(name -> !header.hasAll(List.of(name))).forEach(header::place);
    left.forEach(i -> header.requireOne(header.name(i)));
    var columns = new Columns(rows, dialect);
    int at = label == null ? columns.label(left, header.width() - 1) : header.place(label);
    if (!left.remove(Integer.valueOf(at))) {
      throw new DataException(
          "%s: column '%s' is the label, so it cannot be left out"
              .formatted(header.file(), OneLine.of(header.name(at))));
    }
    if (left.isEmpty()) {
      throw new DataException(
          "%s has no column of numbers beside the label '%s': cells are separated by %s, if --separator does not say otherwise"
              .formatted(
                  header.file(),
                  OneLine.of(header.name(at)),
                  dialect.separator() == ',' ? "commas" : CsvDialect.named(dialect.separator())));
    }
    return new CsvChoice(List.copyOf(left), at, columns.advice(header, left, label));
  }

  /** What the first rows of a file have in their columns. */
  private record Columns(List<List<String>> rows, CsvDialect dialect) {

    private List<String> cells(int column) {
      return rows.stream()
          .filter(row -> row.size() > column)
          .map(row -> row.get(column))
          .filter(Predicate.not(String::isEmpty))
          .toList();
    }

    private boolean isText(int column) {
      var cells = cells(column);
      return !cells.isEmpty() && cells.stream().noneMatch(this::isNumber);
    }

    private boolean isNumber(String cell) {
      return CsvNumber.is(cell, dialect.decimal());
    }

    /** Whether a column has as few different values as one of classes. */
    private boolean repeats(int column) {
      var cells = cells(column);
      Set<String> different = new HashSet<>(cells);
      return different.size() > 1 && different.size() <= cells.size() / 2;
    }

    private boolean isWhole(int column) {
      return cells(column).stream().allMatch(cell -> cell.matches("[+-]?\\d+"));
    }

    /** The first column if it is the only one of text, and the last is none of classes. */
    int label(List<Integer> columns, int last) {
      if (columns.size() < 2 || !columns.contains(last)) {
        return last;
      }
      int first = columns.getFirst();
      boolean onlyText =
          isText(first)
              && columns.stream().skip(1).allMatch(c -> cells(c).stream().allMatch(this::isNumber));
      boolean lastIsNone = !isWhole(last) || !repeats(last);
      return onlyText && repeats(first) && lastIsNone ? first : last;
    }

    /** Names a column that could be the label, if none was given. */
    String advice(CsvHeader header, List<Integer> numbers, @Nullable String label) {
      var text = numbers.stream().filter(this::isText).findFirst();
      if (label != null || text.isEmpty()) {
        return NO_INPUT;
      }
      var name = OneLine.of(header.name(text.get()));
      return "if column '%s' is the class, add --label %s; if it is no input, add --ignore %s"
          .formatted(name, quoted(name), quoted(name));
    }

    private static String quoted(String name) {
      return IntStream.range(0, name.length())
              .allMatch(
                  i ->
                      Character.isLetterOrDigit(name.charAt(i))
                          || "_-.".indexOf(name.charAt(i)) >= 0)
          ? name
          : "'" + name + "'";
    }
  }
}
