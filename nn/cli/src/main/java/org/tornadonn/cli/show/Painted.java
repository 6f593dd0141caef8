package org.tornadonn.cli.show;

import java.util.function.UnaryOperator;

/** A text with colours, put together: what is added is {@link Printable}, the colours are codes. */
public final class Painted {

  private final StringBuilder text = new StringBuilder();

  /** Adds text as it is. */
  public Painted append(String words) {
    text.append(Printable.text(words));
    return this;
  }

  public Painted append(char character) {
    return append(String.valueOf(character));
  }

  /** Adds text of one line in a colour: {@code paint::strong}. */
  public Painted append(UnaryOperator<String> colour, String words) {
    text.append(colour.apply(Printable.line(words)));
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
