package org.tornadonn.exec;

import java.util.Optional;
import org.tornadonn.heap.Heap;
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
        Heap.bytes(),
        "of Java heap (%s)".formatted(Heap.REMEDY),
        (long) Float.BYTES * Integer.MAX_VALUE);
  }

  /** Why plans do not fit, as a sentence without its end; empty if they do. */
  public Optional<String> refusal(Footprint need) {
    if (need.bytes() > bytes) {
      return Optional.of(
          "needs %s, but there are %s %s"
              .formatted(Heap.text(need.bytes()), Heap.text(bytes), where));
    }
    if (need.largest() > largest) {
      return Optional.of(
          "needs an array of %s, but there an array holds at most %s"
              .formatted(Heap.text(need.largest()), Heap.text(largest)));
    }
    return Optional.empty();
  }
}
