package org.tornadonn.spark;

import java.util.Arrays;
import java.util.List;

/**
 * Times tasks in turns, so that whatever else a machine does meets all of them alike. A task is
 * first repeated until it gets no faster: by then its code is compiled, in executors too.
 */
final class Rounds {

  private static final int ROUNDS = 7;
  private static final int NO_FASTER = 6;
  private static final double FASTER = 0.95;
  private static final double CALM_SECONDS = 2;
  private static final double MOST_SECONDS = 40;

  private Rounds() {}

  /** The median of each task, in seconds. */
  static double[] medians(List<Runnable> tasks) {
    tasks.forEach(Rounds::warm);
    var seconds = new double[tasks.size()][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < seconds.length; i++) {
        seconds[i][round] = seconds(tasks.get(i));
      }
    }
    return Arrays.stream(seconds).mapToDouble(Rounds::median).toArray();
  }

  private static void warm(Runnable task) {
    double best = Double.POSITIVE_INFINITY;
    double sum = 0;
    double since = 0;
    for (int runs = 0; (runs < NO_FASTER || since < CALM_SECONDS) && sum < MOST_SECONDS; runs++) {
      double seconds = seconds(task);
      sum += seconds;
      since += seconds;
      if (seconds < FASTER * best) {
        runs = 0;
        since = 0;
      }
      best = Math.min(best, seconds);
    }
  }

  private static double seconds(Runnable task) {
    long start = System.nanoTime();
    task.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(double[] seconds) {
    Arrays.sort(seconds);
    return seconds[seconds.length / 2];
  }
}
