package org.tornadonn.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files beside the library's own tests. */
final class Fixtures {

  private static final Path FOLDER =
      Path.of(System.getProperty("basedir", "."), "../../nn/core/src/test/resources/org/tornadonn");

  /** A long file is many times as slow, and shows no more. */
  private static final int LONGEST = 8000;

  private Fixtures() {}

  /**
   * The contents of all small files of a kind.
   *
   * @param folder of a package
   */
  static List<byte[]> ending(String folder, String ending) {
    try (var files = Files.list(FOLDER.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .map(Fixtures::bytes)
          .filter(bytes -> bytes.length <= LONGEST)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The content of a file that somebody writes. */
  static byte[] written(Writer writer) {
    try {
      var file = Files.createTempFile("seed", "");
      try {
        writer.write(file);
        return Files.readAllBytes(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file. */
  interface Writer {
    void write(Path file) throws IOException;
  }
}
