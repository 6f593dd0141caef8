package org.tornadonn.cli.usage;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** Names of files that Java cannot use. */
public final class FileNames {

  private FileNames() {}

  /** The file of that name, which a user gave. */
  public static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(explain(e));
    }
  }

  /** What is wrong with one, and what to do. */
  public static String explain(InvalidPathException e) {
    var reason = String.valueOf(e.getReason());
    return reason.toLowerCase(Locale.ROOT).contains("unmappable")
        ? "Java reads the names of files as %s here, which lacks letters of '%s'. Set LC_ALL=C.UTF-8, as scripts/tornado-nn does."
            .formatted(System.getProperty("sun.jnu.encoding"), e.getInput())
        : "'%s' is no name of a file: %s.".formatted(e.getInput(), reason);
  }
}
