package org.tornadonn.data;

/**
 * Text out of a file as it may stand in a message: it may be long, and hold line breaks or terminal
 * codes.
 */
final class OneLine {

  private static final int LIMIT = 60;

  private OneLine() {}

  static String of(String text) {
    String line = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    return line.length() <= LIMIT ? line : line.substring(0, LIMIT) + "…";
  }
}
