package org.tornadonn.cli.show;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Colour for text.
 *
 * @param on false leaves the text as it is
 */
public record Paint(boolean on) {

  /** Colour where somebody is watching and has not asked for none ({@code NO_COLOR}). */
  public static Paint ofTerminal() {
    return new Paint(Progress.onTerminal() && Ansi.AUTO.enabled());
  }

  public String strong(String text) {
    return in(Style.bold, text);
  }

  public String name(String text) {
    return in(Style.fg_cyan, text);
  }

  public String good(String text) {
    return in(Style.fg_green, text);
  }

  public String bad(String text) {
    return in(Style.fg_red, text);
  }

  public String quiet(String text) {
    return in(Style.faint, text);
  }

  private String in(Style style, String text) {
    // Not style.off(): what ends bold for picocli underlines on most terminals.
    return on ? style.on() + text + Style.reset.on() : text;
  }
}
