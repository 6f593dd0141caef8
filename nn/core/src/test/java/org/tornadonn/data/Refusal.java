package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** What is said about data that cannot be used. */
final class Refusal {

  private Refusal() {}

  /** One line that holds all of this. */
  static void of(Executable use, String... said) {
    var message = String.valueOf(assertThrows(DataException.class, use).getMessage());
    for (var part : said) {
      assertTrue(message.contains(part), message);
    }
    assertEquals(1, message.lines().count(), message);
  }
}
