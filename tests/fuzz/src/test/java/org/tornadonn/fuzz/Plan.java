package org.tornadonn.fuzz;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which inputs a target reads.
 *
 * @param from the number of the first
 * @param to that behind the last
 */
record Plan(Target target, long from, long to) {

  /** How many times as many a long run reads. */
  private static final int LONG = 100;

  private static final Pattern ASKED = Pattern.compile("([\\w-]+?)(?::(\\d+)(?:-(\\d+))?)?");

  /**
   * The plan for a target.
   *
   * @param asked as {@code png:17-99}, {@code png:17} or {@code png}; empty for all targets
   * @return nothing if others are asked for
   */
  static Optional<Plan> of(Target target, String asked) {
    var parts = ASKED.matcher(asked);
    if (!asked.isEmpty() && !parts.matches()) {
      throw new IllegalArgumentException("tornadonn.fuzz is NAME:NUMBER, not " + asked);
    }
    if (asked.isEmpty() || (parts.group(1).equals(target.name()) && parts.group(2) == null)) {
      boolean isLong = Boolean.getBoolean("tornadonn.long");
      long inputs = isLong ? (long) LONG * target.inputs() : target.inputs();
      return Optional.of(new Plan(target, 0, Long.getLong("tornadonn.fuzz.inputs", inputs)));
    }
    if (!parts.group(1).equals(target.name())) {
      return Optional.empty();
    }
    long from = Long.parseLong(parts.group(2));
    long to = parts.group(3) == null ? from + 1 : Long.parseLong(parts.group(3));
    return Optional.of(new Plan(target, from, to));
  }

  @Override
  public String toString() {
    return "%s %d-%d".formatted(target.name(), from, to);
  }
}
