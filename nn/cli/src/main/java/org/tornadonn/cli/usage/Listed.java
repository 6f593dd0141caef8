package org.tornadonn.cli.usage;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names in a message: the first, and how many there are where that is not all. */
public final class Listed {

  private static final int SHOWN = 5;

  private Listed() {}

  /** {@code a, b, c} or {@code a, b, c, d, e, … (120 in all)}. */
  public static String of(List<String> names) {
    var some = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return names.size() <= SHOWN
        ? some
        : String.format(Locale.ROOT, "%s, … (%,d in all)", some, names.size());
  }
}
