package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {

  @Test
  void itComesToItsEnd(@TempDir Path folder) {
    Rehearsal.main(new String[] {folder.toString()}); // throws if a command fails
    assertTrue(Files.exists(folder.resolve("pictures").resolve("answersheet.json")));
  }
}
