package org.tornadonn.onnx.write;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Names that are each given out once: a wish, or the wish with the first free number behind it. */
public final class UniqueNames {

  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> next = new HashMap<>();

  /** Names of which some are not to be given out. */
  public UniqueNames(String... taken) {
    this.taken.addAll(Set.of(taken));
  }

  /** {@return a name that was not given out before} */
  public String of(String wish) {
    if (taken.add(wish)) {
      return wish;
    }
    int number = next.getOrDefault(wish, 2);
    while (!taken.add(wish + "_" + number)) {
      number++;
    }
    next.put(wish, number + 1);
    return wish + "_" + number;
  }
}
