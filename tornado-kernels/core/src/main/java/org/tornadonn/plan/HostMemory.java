package org.tornadonn.plan;

import java.util.HashMap;
import java.util.Map;

/** Java arrays for the buffers of one plan. */
public final class HostMemory implements Memory {

  private final Map<Buffer, float[]> arrays = new HashMap<>();

  /**
   * Allocates what a plan needs.
   *
   * @param given arrays that are there already, and that plans share: parameters, gradients,
   *     moments
   */
  public HostMemory(Plan plan, Map<Buffer, float[]> given) {
    var layout = new MemoryPlan(plan);
    var shared = new float[layout.sizes().size()][];
    for (var buffer : layout.buffers()) {
      var array = given.get(buffer);
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

  /** The array of a buffer of the plan. */
  public float[] of(Buffer buffer) {
    var array = arrays.get(buffer);
    if (array == null) {
      throw new IllegalArgumentException("The plan does not use " + buffer + ".");
    }
    return array;
  }
}
