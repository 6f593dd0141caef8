package org.tornadonn.train;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.tornadonn.device.Device;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.MemoryException;
import org.tornadonn.exec.Program;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.ShapeException;

/**
 * Plans that are loaded on a device, after a check that they fit into its memory. A session that
 * was closed says so to whoever uses it.
 */
final class Session implements AutoCloseable {

  private final Use use;
  private final Executor executor;
  private final Program program;
  private boolean closed;

  private Session(Use use, Executor executor, Program program) {
    this.use = use;
    this.executor = executor;
    this.program = program;
  }

  /**
   * Opens a device.
   *
   * @param use what for
   * @param plans the plans for a batch size
   * @param loaded those of this one
   * @param given makes the arrays to begin with, which belong to the session from then on
   * @throws MemoryException if they do not fit; the message names the largest batch size that does
   */
  static Session open(
      Device device,
      Use use,
      int batchSize,
      IntFunction<List<Plan>> plans,
      List<Plan> loaded,
      Supplier<Map<Buffer, float[]>> given) {
    var executor = device.open();
    try {
      var refusal = executor.capacity().refusal(executor.footprint(loaded));
      if (refusal.isPresent()) {
        throw new MemoryException(
            "%s on %s with a batch size of %d %s. %s"
                .formatted(
                    use.doing(),
                    device,
                    batchSize,
                    refusal.get(),
                    remedy(largest(executor, plans, batchSize))));
      }
      return new Session(use, executor, executor.load(loaded, given.get()));
    } catch (OutOfMemoryError e) {
      executor.close();
      throw new MemoryException(
          "%s on %s with a batch size of %d does not fit into the Java heap that is left: use a smaller batch, or a larger heap (JDK_JAVA_OPTIONS=-Xmx…)."
              .formatted(use.doing(), device, batchSize));
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

  /**
   * What runs the plans.
   *
   * @throws IllegalStateException if it was closed; the message says whose it was
   */
  Program program() {
    requireOpen();
    return program;
  }

  /** The device, for programs beside this one; throws as {@link #program} does. */
  Executor executor() {
    requireOpen();
    return executor;
  }

  private void requireOpen() {
    if (closed) {
      throw use.closed();
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** Frees the device; the second time, does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        program.close();
      } finally {
        executor.close();
      }
    }
  }
}
