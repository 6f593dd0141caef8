package org.tornadonn.data;

import static java.util.stream.Collectors.joining;

import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a CSV file, from which it is found out how the file is written, where that is
 * certain.
 *
 * @param text its first lines, whole ones
 * @param announced the separator that Excel's line {@code sep=;} names; null without such a line
 */
record CsvSample(Path file, String text, @Nullable Character announced) {

  /** More than enough for a hundred lines of a thousand numbers. */
  private static final int CHARACTERS = 1 << 20;

  private static final int LINES = 100;
  private static final int CHUNK = 1 << 14;

  private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

  private static final Pattern ANNOUNCEMENT =
      Pattern.compile("\"?sep=(.)\"?\\s*", Pattern.CASE_INSENSITIVE);

  /** A number that an English reader would take for thousands. */
  private static final Pattern THOUSANDS = Pattern.compile("[+-]?[1-9]\\d{0,2},\\d{3}");

  static CsvSample of(Path file) {
    return new CsvText(file).read(text -> of(file, text));
  }

  private static CsvSample of(Path file, BufferedReader reader) {
    var text = beginning(reader);
    var first = text.lines().findFirst().orElse("");
    var announcement = ANNOUNCEMENT.matcher(first);
    return announcement.matches()
        ? new CsvSample(file, text.substring(first.length()), announcement.group(1).charAt(0))
        : new CsvSample(file, text, null);
  }

  private static String beginning(BufferedReader reader) {
    var text = new StringBuilder();
    var chunk = new char[CHUNK];
    try {
      int read = reader.read(chunk);
      while (read >= 0) {
        text.append(chunk, 0, read);
        boolean enough = text.chars().filter(c -> c == '\n').count() > 2 * LINES;
        if (enough || text.length() >= CHARACTERS) {
          int end = text.lastIndexOf("\n");
          return end < 0 ? text.toString() : text.substring(0, end + 1);
        }
        read = reader.read(chunk);
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first lines that are not blank, cut into cells without space around them. */
  List<List<String>> lines(char separator) {
    var lines = new ArrayList<List<String>>();
    try {
      var records = CsvText.records(new BufferedReader(new StringReader(text)), separator);
      while (records.hasNext() && lines.size() < LINES) {
        var cells = records.next().getFields().stream().map(String::strip).toList();
        if (!cells.stream().allMatch(String::isEmpty)) {
          lines.add(cells);
        }
      }
    } catch (CsvParseException | UncheckedIOException e) {
      return lines; // whoever reads all of the file says what is wrong with it
    }
    return lines;
  }

  /**
   * How the file is written.
   *
   * @throws DataException if it could be written in several ways, and nobody says in which
   */
  CsvDialect dialect(CsvHints hints) {
    char separator = hints.separator() == null ? separator(hints) : hints.separator();
    char decimal = hints.decimal() == null ? decimal(separator, hints) : hints.decimal();
    return new CsvDialect(separator, decimal, hints.names());
  }

  /** The one that cuts all lines into as many cells, more than one. */
  private char separator(CsvHints hints) {
    if (announced != null) {
      return announced;
    }
    var usual = hints.usual();
    var signs = new LinkedHashSet<Character>(SEPARATORS);
    if (usual != null) {
      signs.add(usual.separator());
    }
    Map<Character, Integer> even = new LinkedHashMap<>();
    Map<Character, Integer> first = new LinkedHashMap<>();
    for (char sign : signs) {
      var widths = lines(sign).stream().map(List::size).toList();
      if (!widths.isEmpty() && widths.getFirst() > 1) {
        first.put(sign, widths.getFirst());
        if (widths.stream().distinct().count() == 1) {
          even.put(sign, widths.getFirst());
        }
      }
    }
    if (even.size() > 1 && Character.valueOf(',').equals(hints.decimal())) {
      even.remove(',');
    }
    if (usual != null && (even.containsKey(usual.separator()) || first.isEmpty())) {
      return usual.separator();
    }
    if (even.size() > 1) {
      throw new DataException(
          "%s could be separated by %s: say with --separator by which"
              .formatted(
                  file, even.keySet().stream().map(CsvDialect::named).collect(joining(" or by "))));
    }
    if (even.size() == 1) {
      return even.keySet().iterator().next();
    }
    return first.size() == 1 ? first.keySet().iterator().next() : ',';
  }

  private char decimal(char separator, CsvHints hints) {
    var usual = hints.usual();
    if (separator == ',' && (usual == null || usual.decimal() == '.')) {
      return '.';
    }
    String point = null;
    String comma = null;
    boolean thousands = true;
    for (var line : lines(separator)) {
      for (var cell : line) {
        if (cell.indexOf('.') >= 0 && CsvNumber.is(cell, '.')) {
          point = cell;
        } else if (cell.indexOf(',') >= 0 && CsvNumber.is(cell, ',')) {
          comma = cell;
          thousands &= THOUSANDS.matcher(cell).matches();
        }
      }
    }
    if (comma == null) {
      return '.';
    }
    if (point == null && !thousands) {
      return ',';
    }
    if (usual != null && usual.separator() == separator) {
      return usual.decimal();
    }
    throw new DataException(
        point == null
            ? "%s has numbers such as '%s', whose comma could be decimal or stand between thousands: if it is decimal, add --decimal ,"
                .formatted(file, comma)
            : "%s has numbers such as '%s' and such as '%s': say with --decimal . or --decimal , which sign is decimal"
                .formatted(file, comma, point));
  }
}
