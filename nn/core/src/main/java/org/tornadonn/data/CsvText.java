package org.tornadonn.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.Function;
import org.tornadonn.heap.Heap;

/** The text of a CSV file: UTF-8, with or without a byte order mark. */
record CsvText(Path file) {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /**
   * Reads a file.
   *
   * @throws DataException if it is none, cannot be read, is not UTF-8 or has broken quotes
   */
  <T> T read(Function<BufferedReader, T> reading) {
    if (!Files.isRegularFile(file)) {
      throw new DataException("There is no CSV file %s".formatted(file));
    }
    try (var text = Files.newBufferedReader(file)) {
      text.mark(1);
      if (text.read() != BYTE_ORDER_MARK) {
        text.reset();
      }
      return reading.apply(text);
    } catch (CsvParseException | UncheckedIOException e) {
      throw wrong(e);
    } catch (IOException e) {
      throw wrong(new UncheckedIOException(e));
    } catch (OutOfMemoryError e) {
      throw new DataException(
          "The CSV file %s takes more memory than is left of the %s that Java may use (%s)"
              .formatted(file, Heap.text(Heap.bytes()), Heap.REMEDY),
          e);
    }
  }

  /**
   * The lines that are not empty, cut into cells.
   *
   * @return throws a {@link CsvParseException} or {@link UncheckedIOException} at broken quotes
   */
  static Iterator<CsvRecord> records(BufferedReader text, char separator) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .allowExtraFields(true)
        .allowMissingFields(true)
        .ofCsvRecord(new QuotedText(text, separator))
        .iterator();
  }

  private DataException wrong(RuntimeException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof MalformedInputException) {
        return new DataException("The CSV file %s is not in UTF-8: convert it".formatted(file), e);
      }
    }
    var reason = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
    return new DataException(
        "The CSV file %s cannot be read: %s%s"
            .formatted(file, OneLine.of(String.valueOf(e.getMessage())), OneLine.of(reason)),
        e);
  }
}
