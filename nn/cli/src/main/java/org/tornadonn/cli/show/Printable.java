package org.tornadonn.cli.show;

import java.util.Locale;

/**
 * Text as a terminal may get it. Names come from files, and may hold what moves the cursor, deletes
 * lines, or turns the direction of writing: such characters become {@code \}{@code u001b} and the
 * like, which in JSON means the same as the character itself.
 */
public final class Printable {

  /** These two join letters, of Persian for example, and emoji: nobody can do harm with them. */
  private static final String JOINERS = "\u200c\u200d";

  private Printable() {}

  /** Text that may have several lines, and tabs. */
  public static String text(String text) {
    return escaped(text, true);
  }

  /** Text that stays in its line: a name, or a message. */
  public static String line(String text) {
    return escaped(text, false);
  }

  private static String escaped(String text, boolean lines) {
    var escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      int point = text.codePointAt(i);
      boolean isEnd = point == '\n' || point == '\t' || text.startsWith("\r\n", i);
      if (isEnd ? lines : isHarmless(point)) {
        escaped.appendCodePoint(point);
      } else {
        for (char unit : Character.toChars(point)) {
          escape(escaped, unit);
        }
      }
    }
    return escaped.toString();
  }

  private static boolean isHarmless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.FORMAT -> JOINERS.indexOf(point) >= 0;
      default -> true;
    };
  }

  private static void escape(StringBuilder to, char unit) {
    switch (unit) {
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\t' -> to.append("\\t");
      default -> to.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
    }
  }
}
