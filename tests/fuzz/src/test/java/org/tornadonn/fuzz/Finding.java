package org.tornadonn.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An input that was neither read nor refused as it should be.
 *
 * @param number of the input among the target's
 * @param input what was read
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Finding(Target target, long number, byte[] input, Verdict verdict) {

  /** Where inputs are kept. */
  private static final Path FOLDER = Path.of("target", "fuzz");

  /** Writes the input, and says what is wrong with it and how to see it again. */
  String report() {
    var file = FOLDER.resolve("%s-%d%s".formatted(target.name(), number, target.ending()));
    try {
      Files.createDirectories(FOLDER);
      Files.write(file, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "%s:%d %s%n  %d bytes, kept in %s; repeat it with -Dtornadonn.fuzz=%s:%d"
        .formatted(
            target.name(),
            number,
            verdict.words(),
            input.length,
            file.toAbsolutePath(),
            target.name(),
            number);
  }
}
