package org.tornadonn.plan;

import java.util.List;

/**
 * The memory that plans take when they are loaded together; known before anything is allocated.
 *
 * @param bytes of all arrays
 * @param largest bytes of the largest array
 */
public record Footprint(long bytes, long largest) {

  /** The footprint of plans that share their persistent buffers and the memory of activations. */
  public static Footprint of(List<Plan> plans) {
    var sizes = new MemoryPlan(plans).sizes();
    return new Footprint(
        (long) Float.BYTES * sizes.stream().mapToLong(Integer::longValue).sum(),
        (long) Float.BYTES * sizes.stream().mapToLong(Integer::longValue).max().orElse(0));
  }
}
