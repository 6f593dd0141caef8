package org.tornadonn.exec;

import java.util.List;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Plan;

/**
 * Plans bound to memory on one device, to be run again and again. Not safe for use by several
 * threads at once.
 */
public interface Program extends AutoCloseable {

  /**
   * The Java array of an input, control, output or persistent buffer. Inputs are taken from it when
   * a plan runs, outputs are in it afterwards; a persistent buffer's array is current only after
   * {@link #fetch}.
   */
  float[] array(Buffer buffer);

  /**
   * Runs one of the plans from its first call to its last.
   *
   * @throws ExecutionException if the device fails; the message names the plan and the device
   */
  void run(Plan plan);

  /**
   * Runs one of the plans, and says how many nanoseconds that took: its kernels alone, on the
   * device's own clock, where there is one; else all of it.
   *
   * @throws ExecutionException if the device fails; the message names the plan and the device
   */
  default long nanos(Plan plan) {
    long start = System.nanoTime();
    run(plan);
    return System.nanoTime() - start;
  }

  /** Brings a persistent buffer from the device into its array. */
  void fetch(Buffer buffer);

  /**
   * Says that arrays of persistent buffers were changed here: the next run takes them from there.
   */
  void changed();

  /** How the calls of a plan run, in their order: each call is in one placement. */
  List<Placement> placements(Plan plan);

  /** Frees the device's memory. */
  @Override
  void close();
}
