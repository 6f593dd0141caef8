package org.tornadonn.cli;

import java.util.function.UnaryOperator;

/** A text with colours, put together: what is added is {@link Printable}, the colours are codes. */
final class Painted {

  private final StringBuilder text = new StringBuilder();

  /** Adds text as it is. */
  Painted append(String words) {
    text.append(Printable.text(words));
    return this;
  }

  Painted append(char character) {
    return append(String.valueOf(character));
  }

  /** Adds text of one line in a colour: {@code paint::strong}. */
  Painted append(UnaryOperator<String> colour, String words) {
    text.append(colour.apply(Printable.line(words)));
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
