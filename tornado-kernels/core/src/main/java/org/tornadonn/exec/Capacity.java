package org.tornadonn.exec;

import java.util.Locale;
import java.util.Optional;
import org.tornadonn.plan.Footprint;

/**
 * What an executor can hold.
 *
 * @param bytes all arrays together
 * @param where what that memory is, as part of a sentence: {@code of Java heap}
 * @param largest one array
 */
public record Capacity(long bytes, String where, long largest) {

  /** What the Java heap of this JVM holds. */
  public static Capacity ofHeap() {
    return new Capacity(
        Runtime.getRuntime().maxMemory(),
        "of Java heap (JDK_JAVA_OPTIONS=-Xmx… raises it)",
        (long) Float.BYTES * Integer.MAX_VALUE);
  }

  /** Why plans do not fit, as a sentence without its end; empty if they do. */
  public Optional<String> refusal(Footprint need) {
    if (need.bytes() > bytes) {
      return Optional.of(
          "needs %s, but there are %s %s".formatted(text(need.bytes()), text(bytes), where));
    }
    if (need.largest() > largest) {
      return Optional.of(
          "needs an array of %s, but there an array holds at most %s"
              .formatted(text(need.largest()), text(largest)));
    }
    return Optional.empty();
  }

  private static String text(long bytes) {
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }
}
