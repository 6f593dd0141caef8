package org.tornadonn.fuzz;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is wrong with the outcome of a read.
 *
 * @param kind the same for inputs that fail in the same way
 * @param words for people
 */
record Verdict(String kind, String words) {

  /** The most processor time that any input may take. */
  static final long MOST_NANOSECONDS = 2_000_000_000;

  /** The kind of those that take longer. */
  static final String TIME = "time";

  /** The kind of those that allocate too much. */
  static final String MEMORY = "memory";

  private static final int LONGEST_MESSAGE = 1200;

  /** What terminals obey; the two that are left out join letters and emoji. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}[\\p{Cf}&&[^\u200c\u200d]]]");

  /** What a file or a user has said is quoted. */
  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");

  /** Names of Java's world. */
  private static final Pattern JAVA =
      Pattern.compile(
          "\\b(java|javax|jdk|sun|de\\.siegmar|org\\.tornadonn"
              + "|com\\.(sun|fasterxml|google|drew|twelvemonkeys))\\.\\w+\\."
              + "|\\w+(Exception|Error)\\b|(?<!')\\bnull\\b(?!')|@[0-9a-f]{6,8}\\b"
              + "|[oO]ut of bounds|CoercionConfig|JsonToken");

  /** The verdict on an outcome; empty if all is well. */
  static Optional<Verdict> of(Target target, byte[] input, Path file, Outcome outcome) {
    if (outcome.nanoseconds() == Outcome.ENDLESS) {
      return Optional.of(new Verdict(TIME, "does not end"));
    }
    var thrown = outcome.thrown();
    if (thrown != null) {
      var wrong = onThrown(target, file, thrown);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    if (outcome.nanoseconds() > MOST_NANOSECONDS) {
      return Optional.of(
          new Verdict(TIME, "took %,d ms".formatted(outcome.nanoseconds() / 1_000_000)));
    }
    long most = target.mostBytes(input);
    return outcome.bytes() > most
        ? Optional.of(
            new Verdict(
                MEMORY, "allocated %,d bytes; at most %,d".formatted(outcome.bytes(), most)))
        : Optional.empty();
  }

  private static Optional<Verdict> onThrown(Target target, Path file, Throwable thrown) {
    if (target.refusals().stream().noneMatch(refusal -> refusal.isInstance(thrown))) {
      var deepest = deepest(thrown);
      var trace = deepest.getStackTrace();
      var kind =
          "%s at %s, %s"
              .formatted(
                  deepest.getClass().getName(), trace.length == 0 ? "?" : trace[0], own(deepest));
      return Optional.of(new Verdict(kind, "%s at %s".formatted(thrown, kind)));
    }
    return onMessage(String.valueOf(thrown.getMessage()).replace(file.toString(), "FILE"))
        .map(
            wrong ->
                new Verdict(
                    wrong + " " + own(thrown), "%s: %s".formatted(wrong, thrown.getMessage())));
  }

  /** What is wrong with a message. */
  static Optional<String> onMessage(String message) {
    if (message.isBlank()) {
      return Optional.of("an empty message");
    }
    if (UNPRINTABLE.matcher(message).find()) {
      return Optional.of("a message with control characters");
    }
    if (message.length() > LONGEST_MESSAGE) {
      return Optional.of("a message without end");
    }
    var java = JAVA.matcher(QUOTED.matcher(message).replaceAll("'…'"));
    return java.find()
        ? Optional.of("a message that speaks Java, '%s'".formatted(java.group()))
        : Optional.empty();
  }

  private static Throwable deepest(Throwable thrown) {
    var deepest = thrown;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest;
  }

  /** Where the project threw it, or called what did. */
  private static String own(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("org.tornadonn."))
        .findFirst()
        .map(StackTraceElement::toString)
        .orElse("?");
  }
}
