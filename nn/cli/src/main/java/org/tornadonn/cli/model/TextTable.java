package org.tornadonn.cli.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tornadonn.cli.show.Printable;

/**
 * Rows of words and numbers as plain text; each column is as wide as its widest cell.
 *
 * @param words how many columns there are of words, before those of numbers: these end at one line
 * @param rows the header first, all of the same length
 */
record TextTable(int words, List<List<String>> rows) {

  TextTable(int words, String... header) {
    this(words, new ArrayList<>(List.of(List.of(header))));
  }

  void add(String... cells) {
    rows.add(Arrays.stream(cells).map(Printable::line).toList());
  }

  /** The lines, each with its end. */
  @Override
  public String toString() {
    int[] widths =
        IntStream.range(0, rows.getFirst().size())
            .map(c -> rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0))
            .toArray();
    return rows.stream()
        .map(row -> line(row, widths).stripTrailing() + System.lineSeparator())
        .collect(Collectors.joining());
  }

  private String line(List<String> row, int[] widths) {
    return IntStream.range(0, row.size())
        .mapToObj(c -> cell(row.get(c), widths[c], c < words))
        .collect(Collectors.joining("  "));
  }

  private static String cell(String text, int width, boolean word) {
    var space = " ".repeat(width - text.length());
    return word ? text + space : space + text;
  }
}
