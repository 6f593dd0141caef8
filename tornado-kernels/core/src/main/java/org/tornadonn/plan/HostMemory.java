package org.tornadonn.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Java arrays for the buffers of plans that are loaded together. */
public final class HostMemory implements Memory {

  private final Map<Buffer, float[]> arrays = new HashMap<>();

  /**
   * Allocates what plans need.
   *
   * @param given arrays that are there already: parameters, moments
   */
  public HostMemory(List<Plan> plans, Map<Buffer, float[]> given) {
    var layout = new MemoryPlan(plans);
    var shared = new float[layout.sizes().size()][];
    for (var buffer : layout.buffers()) {
      var constant = buffer.numbers();
      var array = constant == null ? given.get(buffer) : constant;
      if (array == null) {
        int index = layout.arrayOf(buffer);
        if (shared[index] == null) {
          shared[index] = new float[layout.sizes().get(index)];
        }
        array = shared[index];
      } else if (array.length < buffer.shape().size()) {
        throw new ShapeException(
            "The array given for %s has %d elements.".formatted(buffer, array.length));
      }
      arrays.put(buffer, array);
    }
  }

  @Override
  public float[] of(Slice slice) {
    return of(slice.buffer());
  }

  /** The array of a buffer of the plans. */
  public float[] of(Buffer buffer) {
    var array = arrays.get(buffer);
    if (array == null) {
      throw new IllegalArgumentException("No plan uses " + buffer + ".");
    }
    return array;
  }
}
