package org.tornadonn.plan;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The memory that plans take when they are loaded together; known before anything is allocated.
 *
 * @param bytes of all arrays: each plan's activations, and once what plans share
 * @param largest bytes of the largest array
 */
public record Footprint(long bytes, long largest) {

  /** The footprint of plans that share their persistent buffers. */
  public static Footprint of(List<Plan> plans) {
    var counted = Collections.<Buffer>newSetFromMap(new IdentityHashMap<>());
    long bytes = 0;
    long largest = 0;
    for (var plan : plans) {
      var layout = new MemoryPlan(plan);
      var arrays = new boolean[layout.sizes().size()];
      for (var buffer : layout.buffers()) {
        int array = layout.arrayOf(buffer);
        boolean first = buffer.role() == Role.ACTIVATION ? !arrays[array] : counted.add(buffer);
        if (first) {
          arrays[array] = true;
          long size = (long) Float.BYTES * layout.sizes().get(array);
          bytes += size;
          largest = Math.max(largest, size);
        }
      }
    }
    return new Footprint(bytes, largest);
  }
}
