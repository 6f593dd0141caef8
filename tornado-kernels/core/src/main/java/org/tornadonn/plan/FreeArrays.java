package org.tornadonn.plan;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Arrays that nothing uses just now, by their lengths; of equally long ones, the first in is taken
 * first.
 */
final class FreeArrays {

  private final TreeMap<Integer, ArrayDeque<Integer>> byLength = new TreeMap<>();

  void add(int array, int length) {
    byLength.computeIfAbsent(length, _ -> new ArrayDeque<>()).add(array);
  }

  /** Takes the shortest that is long enough. */
  Optional<Integer> takeFor(int length) {
    return take(byLength.ceilingEntry(length));
  }

  Optional<Integer> takeLongest() {
    return take(byLength.lastEntry());
  }

  private Optional<Integer> take(Map.@Nullable Entry<Integer, ArrayDeque<Integer>> entry) {
    if (entry == null) {
      return Optional.empty();
    }
    int array = entry.getValue().remove();
    if (entry.getValue().isEmpty()) {
      byLength.remove(entry.getKey());
    }
    return Optional.of(array);
  }
}
