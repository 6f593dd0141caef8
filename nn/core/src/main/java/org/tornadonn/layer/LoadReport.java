package org.tornadonn.layer;

import java.util.List;

/**
 * What a load did.
 *
 * @param loaded parameters that were set
 * @param missing parameters that the state does not have; they keep their values
 * @param unexpected tensors of the state that the model does not have; they were left out
 */
public record LoadReport(List<String> loaded, List<String> missing, List<String> unexpected) {
  private static final int MOST = 10;

  /** How many were loaded; the others by name, the first of them if there are many. */
  @Override
  public String toString() {
    return "%d loaded, %s, %s"
        .formatted(loaded.size(), list("missing", missing), list("unexpected", unexpected));
  }

  private static String list(String what, List<String> names) {
    var first = String.join(", ", names.subList(0, Math.min(MOST, names.size())));
    return names.isEmpty()
        ? "0 " + what
        : "%d %s (%s%s)".formatted(names.size(), what, first, names.size() > MOST ? ", …" : "");
  }
}
