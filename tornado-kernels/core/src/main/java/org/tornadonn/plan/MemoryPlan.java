package org.tornadonn.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which buffers of plans that are loaded together share memory: an activation's array is free again
 * after its last use, and an elementwise result takes the place of its operand where nobody needs
 * that any more. Plans run one after the other, so each begins with all activations' arrays free.
 */
public final class MemoryPlan {

  private final Map<Buffer, Integer> arrayOf = new LinkedHashMap<>();
  private final List<Integer> sizes = new ArrayList<>();
  private final List<Integer> ofActivations = new ArrayList<>();

  /** Assigns every buffer an array; only activations share. */
  public MemoryPlan(List<Plan> plans) {
    // What the plan with the largest activations needs is there for all others.
    plans.stream()
        .sorted(Comparator.comparingLong(MemoryPlan::activations).reversed())
        .forEach(this::add);
  }

  /** Assigns every buffer of one plan an array. */
  public MemoryPlan(Plan plan) {
    this(List.of(plan));
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
    var free = new ArrayList<>(ofActivations);
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
    int array = sizes.size() - 1;
    if (buffer.role() == Role.ACTIVATION) {
      ofActivations.add(array);
    }
    return array;
  }

  /** The number of an array, counted from 0, that holds a buffer of the plans. */
  public int arrayOf(Buffer buffer) {
    var array = arrayOf.get(buffer);
    if (array == null) {
      throw new IllegalArgumentException("No plan uses " + buffer + ".");
    }
    return array;
  }

  /** The buffers of the plans. */
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
