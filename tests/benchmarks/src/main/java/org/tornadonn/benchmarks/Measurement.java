package org.tornadonn.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What one process found out about one work.
 *
 * @param perSecond steps per second: the median of slices, so that a neighbour that takes the
 *     processor for a moment does not count, and what a library does now and then (garbage
 *     collection, for one) does
 * @param first what the first runs gave: the outputs of one prediction, or the losses of two
 *     training steps, the second of which depends on gradients and update
 * @param note what the library chose by itself; empty if nothing
 */
public record Measurement(double perSecond, float[] first, String note) {

  /** Runs of a slice go on for so long, or are one. */
  private static final double SLICE = 0.1;

  private static final int MOST_STRETCHES = 20;

  /** A stretch this much faster than those before shows that the warm-up goes on. */
  private static final double BETTER = 1.03;

  /** So does a JIT compiler that works for this share of the time. */
  private static final double COMPILING = 0.05;

  /** The loop that all libraries are measured with. */
  static Measurement of(Step step, Work work, Times times) {
    var first = first(step, work);
    warmUp(step, times.warmUp());
    var rates = run(step, times.measured());
    Collections.sort(rates);
    return new Measurement(rates.get(rates.size() / 2), first, "");
  }

  /** Stretches of so many seconds, until neither the library nor the JIT compiler gets on. */
  private static void warmUp(Step step, double seconds) {
    double best = 0;
    for (int stretch = 0; stretch < MOST_STRETCHES; stretch++) {
      long start = System.nanoTime();
      long compiling = ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
      double rate = Collections.max(run(step, seconds));
      double millis = (System.nanoTime() - start) / 1e6;
      double compiled =
          ManagementFactory.getCompilationMXBean().getTotalCompilationTime() - compiling;
      if (rate < BETTER * best && compiled < COMPILING * millis) {
        return;
      }
      best = Math.max(best, rate);
    }
  }

  private static float[] first(Step step, Work work) {
    if (!work.training()) {
      return step.run().clone();
    }
    float before = step.run()[0];
    return new float[] {before, step.run()[0]};
  }

  private static List<Double> run(Step step, double seconds) {
    var rates = new ArrayList<Double>();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    do {
      int runs = 0;
      long start = System.nanoTime();
      double elapsed;
      do {
        step.run();
        runs++;
        elapsed = (System.nanoTime() - start) / 1e9;
      } while (elapsed < SLICE);
      rates.add(runs / elapsed);
    } while (System.nanoTime() < end);
    return rates;
  }
}
