package org.tornadonn.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An array for every buffer of some plans, in the order in which they are first used. */
final class ArrayLayout {

  final Map<Buffer, Integer> arrayOf = new LinkedHashMap<>();
  final List<Integer> sizes = new ArrayList<>();

  private final List<Integer> ofActivations = new ArrayList<>();
  private final boolean grows;

  /**
   * Assigns the arrays.
   *
   * @param grows whether the longest free array is made longer where none is long enough, or a new
   *     one is taken
   */
  ArrayLayout(List<Plan> plans, boolean grows) {
    this.grows = grows;
    // What the plan with the largest activations needs is there for all others.
    plans.stream()
        .sorted(Comparator.comparingLong(ArrayLayout::activations).reversed())
        .forEach(this::add);
  }

  private static long activations(Plan plan) {
    return plan.buffers().stream()
        .filter(buffer -> buffer.role() == Role.ACTIVATION)
        .mapToLong(Buffer::bytes)
        .sum();
  }

  private void add(Plan plan) {
    var lastUse = new HashMap<Buffer, Integer>();
    for (int c = 0; c < plan.calls().size(); c++) {
      for (var slice : plan.calls().get(c).slices()) {
        lastUse.put(slice.buffer(), c);
      }
    }
    var free = new FreeArrays();
    ofActivations.forEach(array -> free.add(array, sizes.get(array)));
    for (int c = 0; c < plan.calls().size(); c++) {
      var call = plan.calls().get(c);
      var dying = new LinkedHashSet<Buffer>();
      for (var slice : call.slices()) {
        if (slice.buffer().role() == Role.ACTIVATION
            && lastUse.getOrDefault(slice.buffer(), -1) == c) {
          dying.add(slice.buffer());
        }
      }
      for (var slice : call.slices()) {
        var buffer = slice.buffer();
        if (!arrayOf.containsKey(buffer)) {
          arrayOf.put(buffer, place(call, buffer, free, dying));
        }
      }
      for (var buffer : dying) {
        int array = arrayOf.getOrDefault(buffer, 0);
        free.add(array, sizes.get(array));
      }
    }
  }

  private int place(KernelCall call, Buffer buffer, FreeArrays free, Set<Buffer> dying) {
    int size = buffer.shape().size();
    if (buffer.role() == Role.ACTIVATION) {
      if (call.elementwise()) {
        for (var operand : call.reads()) {
          var from = operand.buffer();
          if (arrayOf.containsKey(from) && from.shape().size() == size && dying.remove(from)) {
            return arrayOf.getOrDefault(from, 0);
          }
        }
      }
      var array = free.takeFor(size).or(() -> grows ? free.takeLongest() : Optional.empty());
      if (array.isPresent()) {
        sizes.set(array.get(), Math.max(sizes.get(array.get()), size));
        return array.get();
      }
    }
    sizes.add(size);
    int array = sizes.size() - 1;
    if (buffer.role() == Role.ACTIVATION) {
      ofActivations.add(array);
    }
    return array;
  }

  /** The length of all arrays, in floats. */
  long size() {
    return sizes.stream().mapToLong(Integer::longValue).sum();
  }
}
