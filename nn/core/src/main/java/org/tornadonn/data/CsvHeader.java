package org.tornadonn.data;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the columns of a CSV file are called; the first may have no name, as pandas writes its
 * index, and those behind the last name are no columns.
 *
 * @param inFile whether the names stand in the first line
 */
record CsvHeader(Path file, List<String> names, boolean inFile) {

  /**
   * The columns by the first line of a file, cut into cells.
   *
   * @param named whether it has their names
   * @throws DataException if a column between others has no name
   */
  static CsvHeader of(Path file, List<String> first, boolean named) {
    if (!named) {
      var numbers = IntStream.range(0, first.size()).mapToObj(String::valueOf).toList();
      return new CsvHeader(file, numbers, false);
    }
    int width = first.size();
    while (width > 1 && first.get(width - 1).isEmpty()) {
      width--;
    }
    var names = List.copyOf(first.subList(0, width));
    int unnamed = names.lastIndexOf("");
    if (unnamed > 0) {
      throw unnamed(file, unnamed);
    }
    return new CsvHeader(file, names, true);
  }

  private static DataException unnamed(Path file, int column) {
    return new DataException(
        "The CSV file %s has no name for column %d in its first line".formatted(file, column + 1));
  }

  int width() {
    return names.size();
  }

  String name(int column) {
    return names.get(column);
  }

  /** Whether the first column has no name: pandas' index. */
  boolean hasIndex() {
    return names.getFirst().isEmpty();
  }

  /**
   * Checks that the first line is no row of numbers: at most one of its names is none.
   *
   * @param ignored columns that say nothing about it, since they are left out
   * @throws DataException if it looks like one
   */
  void requireNames(List<String> ignored) {
    var read = names.stream().filter(name -> !name.isEmpty() && !ignored.contains(name)).toList();
    long words = read.stream().filter(name -> !CsvNumber.isAny(name)).count();
    if (words < read.size() && words < 2) {
      throw new DataException(
          "The CSV file %s begins with numbers: its first line has to name the columns. If that is a row, add --no-header; if the names are numbers, add --header"
              .formatted(file));
    }
  }

  /** Whether all of these are columns. */
  boolean hasAll(List<String> columns) {
    return Set.copyOf(names).containsAll(columns);
  }

  /**
   * The place of a column.
   *
   * @throws DataException if there is none of the name, or more than one
   */
  int place(String name) {
    int at = names.indexOf(name);
    if (at < 0) {
      throw new DataException(
          "%s has no column '%s', only %s"
              .formatted(
                  file,
                  OneLine.of(name),
                  names.stream()
                      .map(n -> n.isEmpty() ? "one without a name" : OneLine.of(n))
                      .collect(joining(", "))));
    }
    requireOne(name);
    return at;
  }

  /**
   * Checks that a name is no other column's.
   *
   * @throws DataException if it is
   */
  void requireOne(String name) {
    if (names.indexOf(name) != names.lastIndexOf(name)) {
      throw new DataException(
          "The CSV file %s has two columns '%s'".formatted(file, OneLine.of(name)));
    }
  }

  /**
   * Checks that a line has a cell for each column, and nothing behind them.
   *
   * @throws DataException if not
   */
  void requireWidth(long line, List<String> cells) {
    boolean more = cells.stream().skip(width()).anyMatch(cell -> !cell.isBlank());
    if (cells.size() < width() || more) {
      throw new DataException(
          "%s, line %d: %d cells, but the first line %s %d columns"
              .formatted(file, line, cells.size(), inFile ? "names" : "has", width()));
    }
  }
}
