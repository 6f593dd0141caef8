package org.tornadonn.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which buffers of a plan share memory: an activation's array is free again after its last use, and
 * an elementwise result takes the place of its operand where nobody needs that any more.
 */
public final class MemoryPlan {

  private final Map<Buffer, Integer> arrayOf = new LinkedHashMap<>();
  private final List<Integer> sizes = new ArrayList<>();

  /** Assigns every buffer of a plan an array; only activations share. */
  public MemoryPlan(Plan plan) {
    var lastUse = new HashMap<Buffer, Integer>();
    for (int c = 0; c < plan.calls().size(); c++) {
      for (var slice : plan.calls().get(c).slices()) {
        lastUse.put(slice.buffer(), c);
      }
    }
    var free = new ArrayList<Integer>();
    for (int c = 0; c < plan.calls().size(); c++) {
      var call = plan.calls().get(c);
      var dying = new HashSet<Buffer>();
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
        free.add(arrayOf.getOrDefault(buffer, 0));
      }
    }
  }

  private int place(KernelCall call, Buffer buffer, List<Integer> free, Set<Buffer> dying) {
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
      var best =
          free.stream()
              .filter(a -> sizes.get(a) >= size)
              .min((a, b) -> sizes.get(a) - sizes.get(b));
      if (best.isPresent()) {
        free.remove(best.get());
        return best.get();
      }
    }
    sizes.add(size);
    return sizes.size() - 1;
  }

  /** The number of an array, counted from 0, that holds a buffer of the plan. */
  public int arrayOf(Buffer buffer) {
    var array = arrayOf.get(buffer);
    if (array == null) {
      throw new IllegalArgumentException("The plan does not use " + buffer + ".");
    }
    return array;
  }

  /** The buffers of the plan. */
  public List<Buffer> buffers() {
    return List.copyOf(arrayOf.keySet());
  }

  /** The lengths of the arrays, in floats. */
  public List<Integer> sizes() {
    return List.copyOf(sizes);
  }

  /** The bytes of all arrays together. */
  public long bytes() {
    return sizes.stream().mapToLong(size -> 4L * size).sum();
  }
}
