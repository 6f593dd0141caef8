package org.tornadonn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.function.Executable;

/** The one line with which a file is refused. */
final class Refusal {

  private Refusal() {}

  static void says(String words, Path file, Executable action) {
    checkLine(file, words, assertThrows(ModelFileException.class, action, words));
  }

  static void checkLine(Path file, String words, ModelFileException e) {
    var message = String.valueOf(e.getMessage());
    assertTrue(message.contains(words), message);
    assertTrue(message.startsWith(file + " "), message);
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.length() < 1200, message);
    assertTrue(message.chars().noneMatch(Character::isISOControl), message);
    assertTrue(message.endsWith(".") && !message.endsWith(".."), message);
  }
}
