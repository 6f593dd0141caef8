package org.tornadonn.exec;

import java.util.List;
import java.util.Map;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Footprint;
import org.tornadonn.plan.Plan;

/** Runs plans on one device. */
public interface Executor extends AutoCloseable {

  /**
   * Binds plans to memory on the device and prepares every kernel of them.
   *
   * @param plans plans that share their persistent buffers, to be run in any order
   * @param given the arrays of persistent buffers; those that are missing begin as zeros
   * @throws ExecutionException if the device cannot run one of the kernels
   */
  Program load(List<Plan> plans, Map<Buffer, float[]> given);

  /** What fits into this device's memory, and into the Java heap, which holds the same arrays. */
  default Capacity capacity() {
    return Capacity.ofHeap();
  }

  /** The memory that plans take when they are loaded together. */
  default Footprint footprint(List<Plan> plans) {
    return Footprint.of(plans);
  }

  /** Frees the device and ends its threads. */
  @Override
  void close();
}
