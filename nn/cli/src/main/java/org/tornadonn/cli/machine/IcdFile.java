package org.tornadonn.cli.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file that announces an OpenCL driver to the loader: it names the driver's library. The loader
 * passes over one whose library is not there, without a word.
 *
 * @param file where it lies
 * @param problem what is wrong with it; empty if its library is there
 */
record IcdFile(Path file, Optional<String> problem) {

  /** Those that the loader reads. */
  static List<IcdFile> find(Map<String, String> environment, LibraryFolders libraries) {
    var files = new ArrayList<IcdFile>();
    for (var driver : DriverFiles.find(OperatingSystem.LINUX, environment)) {
      for (var file : driver.files()) {
        if (file.endsWith(".icd")) {
          files.add(read(Path.of(file), libraries));
        }
      }
    }
    return files;
  }

  private static IcdFile read(Path file, LibraryFolders libraries) {
    String library;
    try {
      library =
          new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .findFirst()
              .orElse("");
    } catch (IOException e) {
      return new IcdFile(file, Optional.of("%s cannot be read".formatted(file)));
    }
    if (library.isEmpty()) {
      return new IcdFile(file, Optional.of("%s names no library".formatted(file)));
    }
    return new IcdFile(
        file,
        libraries.hold(library)
            ? Optional.empty()
            : Optional.of(
                "%s announces the driver %s, which is not there".formatted(file, library)));
  }
}
