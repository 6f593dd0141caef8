package org.tornadonn.exec.tornado;

import org.tornadonn.exec.ExecutionException;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;

/**
 * Proves, with a kernel that no device can run, that TornadoVM reports what it cannot compile
 * instead of running it sequentially on the JVM.
 */
final class BailoutCheck {

  private BailoutCheck() {}

  /** A string has no place on a device: TornadoVM cannot compile this. */
  static void impossible(float[] y, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      y[i] = Float.parseFloat(String.valueOf(y[i]));
    }
  }

  /**
   * Runs the check.
   *
   * @throws ExecutionException if the kernel ran, which means that TornadoVM falls back silently
   */
  static void run(TornadoDevice device) {
    var y = new float[16];
    try {
      var graph =
          new TaskGraph("bailoutCheck")
              .transferToDevice(DataTransferMode.EVERY_EXECUTION, y)
              .task("impossible", BailoutCheck::impossible, y, y.length)
              .transferToHost(DataTransferMode.EVERY_EXECUTION, y);
      try (var plan = new TornadoExecutionPlan(graph.snapshot())) {
        plan.withDevice(device).execute();
      }
    } catch (Throwable expected) {
      return;
    }
    throw new ExecutionException(
        "TornadoVM runs kernels that it cannot compile on the JVM, silently, because another library started it first."
            + " Start Java with -Dtornado.recover.bailout=False.");
  }
}
