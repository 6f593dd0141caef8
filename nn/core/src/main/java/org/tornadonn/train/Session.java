package org.tornadonn.train;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.tornadonn.device.Device;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.MemoryException;
import org.tornadonn.exec.Program;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.ShapeException;

/** Plans that are loaded on a device, after a check that they fit into its memory. */
record Session(Executor executor, Program program) implements AutoCloseable {

  /**
   * Opens a device.
   *
   * @param what is about to be done: {@code Training}
   * @param plans the plans for a batch size
   * @throws MemoryException if they do not fit; the message names the largest batch size that does
   */
  static Session open(
      Device device,
      String what,
      int batchSize,
      IntFunction<List<Plan>> plans,
      List<Plan> loaded,
      Map<Buffer, float[]> given) {
    var executor = device.open();
    try {
      var refusal = executor.capacity().refusal(executor.footprint(loaded));
      if (refusal.isPresent()) {
        throw new MemoryException(
            "%s on %s with a batch size of %d %s. %s"
                .formatted(
                    what,
                    device,
                    batchSize,
                    refusal.get(),
                    remedy(largest(executor, plans, batchSize))));
      }
      return new Session(executor, executor.load(loaded, given));
    } catch (OutOfMemoryError e) {
      executor.close();
      throw new MemoryException(
          "%s on %s with a batch size of %d does not fit into the Java heap that is left: use a smaller batch, or a larger heap (JDK_JAVA_OPTIONS=-Xmx…)."
              .formatted(what, device, batchSize));
    } catch (RuntimeException e) {
      executor.close();
      throw e;
    }
  }

  private static String remedy(int largest) {
    return largest == 0
        ? "Not even one sample fits: use smaller images, a smaller model or another device."
        : "The largest batch size that fits is %d.".formatted(largest);
  }

  private static int largest(Executor executor, IntFunction<List<Plan>> plans, int tooLarge) {
    int fits = 0;
    int not = tooLarge;
    while (not - fits > 1) {
      int middle = (fits + not) >>> 1;
      if (holds(executor, plans, middle)) {
        fits = middle;
      } else {
        not = middle;
      }
    }
    return fits;
  }

  private static boolean holds(Executor executor, IntFunction<List<Plan>> plans, int batchSize) {
    try {
      return executor.capacity().refusal(executor.footprint(plans.apply(batchSize))).isEmpty();
    } catch (ShapeException e) {
      return false;
    }
  }

  /** Frees the device. */
  @Override
  public void close() {
    try {
      program.close();
    } finally {
      executor.close();
    }
  }
}
