package org.tornadonn.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the machine can do at most.
 *
 * @param flops fused multiply-adds in registers, each counted as two operations, per second
 * @param bandwidth bytes that a triad over arrays too large for any cache reads and writes, per
 *     second
 */
public record Ceilings(double flops, double bandwidth) {

  private static final int SLICES = 5;

  /** Gives one of its numbers, so that the compiler cannot leave it out. */
  private interface Loop {
    float run();
  }

  /** Measures both, on all threads together: the best of several slices. */
  static Ceilings measure(int threads, double seconds) {
    var peaks = new ArrayList<Loop>();
    var triads = new ArrayList<Loop>();
    for (int i = 0; i < threads; i++) {
      var peak = new FmaPeak();
      peaks.add(peak::fma);
      var triad = new Triad();
      triad.allocate(threads);
      triads.add(() -> triad.triad()[0]);
    }
    try (var pool = Executors.newFixedThreadPool(threads)) {
      double slice = seconds / 2 / SLICES;
      return new Ceilings(
          FmaPeak.FLOPS * best(pool, peaks, slice),
          Triad.bytes(threads) * best(pool, triads, slice));
    }
  }

  private static double best(ExecutorService pool, List<Loop> loops, double seconds) {
    perSecond(pool, loops, seconds);
    double best = 0;
    for (int i = 0; i < SLICES; i++) {
      best = Math.max(best, perSecond(pool, loops, seconds));
    }
    return best;
  }

  /** Runs per second of all threads together. */
  private static double perSecond(ExecutorService pool, List<Loop> loops, double seconds) {
    var start = new CyclicBarrier(loops.size());
    var rates = new ArrayList<Future<Double>>();
    for (var loop : loops) {
      rates.add(
          pool.submit(
              () -> {
                start.await();
                return rate(loop, seconds);
              }));
    }
    double sum = 0;
    for (var rate : rates) {
      try {
        sum += rate.get();
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException("The ceilings could not be measured.", e);
      }
    }
    return sum;
  }

  private static double rate(Loop loop, double seconds) {
    long start = System.nanoTime();
    double elapsed;
    float kept = 0;
    int runs = 0;
    do {
      kept += loop.run();
      runs++;
      elapsed = (System.nanoTime() - start) / 1e9;
    } while (elapsed < seconds);
    if (Float.isNaN(kept)) {
      throw new IllegalStateException("A ceiling computed NaN.");
    }
    return runs / elapsed;
  }
}
