package org.tornadonn.exec.tornado.graph;

import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/**
 * CUDA graphs: the kernels of a TaskGraph are recorded the first time that it runs, and launched
 * together from then on. Not every backend has them, nor every version of TornadoVM: both are asked
 * when the program runs.
 */
public final class CudaGraphs {

  private CudaGraphs() {}

  /** Whether a device has them. */
  public static boolean on(TornadoDevice device) {
    try {
      TornadoExecutionPlan.class.getMethod("withCUDAGraph");
      return (boolean) device.getClass().getMethod("supportsExecutionGraphs").invoke(device);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Has the graphs that are chosen in a plan recorded; before they are compiled. */
  static void record(TornadoExecutionPlan chosen) {
    try {
      TornadoExecutionPlan.class.getMethod("withCUDAGraph").invoke(chosen);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Asked for without looking whether they are there.", e);
    }
  }
}
