package org.tornadonn.data;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;

/**
 * The text of a CSV file, in which every quote is closed. The parser takes the end of a file for
 * the end of a quoted cell, which swallows all lines below a quote that was forgotten; and the line
 * break behind a cell that ends in a carriage return for the rest of that one.
 */
final class QuotedText extends FilterReader {

  /** Where in a cell the text is. */
  private enum Place {
    START,
    PLAIN,
    QUOTED,
    /** Behind a quote in a quoted cell: its end, or the first half of a quote that is meant. */
    CLOSED
  }

  private final BufferedReader text;
  private final char separator;
  private Place place = Place.START;
  private char before;
  private long line = 1;
  private long opened;

  QuotedText(BufferedReader text, char separator) {
    super(text);
    this.text = text;
    this.separator = separator;
  }

  @Override
  public int read() throws IOException {
    var one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  @Override
  public int read(char[] to, int at, int length) throws IOException {
    int read = text.read(to, at, length);
    if (read < 0 && place == Place.QUOTED) {
      throw new IOException("the quote that opens in line %d is never closed".formatted(opened));
    }
    for (int i = at; i < at + read; i++) {
      if (to[i] == '\r'
          && place == Place.QUOTED
          && (i + 1 < at + read ? to[i + 1] : next()) == '"') {
        to[i] = '\n';
      }
      go(to[i]);
    }
    return read;
  }

  private int next() throws IOException {
    text.mark(1);
    int next = text.read();
    text.reset();
    return next;
  }

  private void go(char c) {
    if (c == '\r' || (c == '\n' && before != '\r')) {
      line++;
    }
    before = c;
    if (place == Place.QUOTED) {
      place = c == '"' ? Place.CLOSED : Place.QUOTED;
    } else if (c == '"' && place != Place.PLAIN) {
      opened = place == Place.START ? line : opened;
      place = Place.QUOTED;
    } else {
      place = c == separator || c == '\r' || c == '\n' ? Place.START : Place.PLAIN;
    }
  }
}
