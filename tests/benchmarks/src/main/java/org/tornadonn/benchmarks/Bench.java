package org.tornadonn.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures the FMA peak, the steps, and the peak again, and prints each step as a share of the
 * peak: the only figure that means something on a machine whose clock wanders.
 */
public final class Bench {

  private Bench() {}

  /**
   * Runs the benchmarks.
   *
   * @param sizes image sizes to measure; 96 and 480 if there are none
   */
  public static void main(String... sizes) throws RunnerException {
    var imageSizes = sizes.length == 0 ? new String[] {"96", "480"} : sizes;
    int threads = Runtime.getRuntime().availableProcessors();
    double before = peak(threads);
    var results =
        run(
            new OptionsBuilder()
                .include(OrientationSteps.class.getName())
                .param("imageSize", imageSizes)
                .threads(1));
    double peak = (before + peak(threads)) / 2;
    System.out.printf(Locale.ROOT, "%nFMA peak of %d threads: %.0f GFLOP/s%n", threads, peak / 1e9);
    System.out.printf("%-8s %6s %6s %14s %10s%n", "work", "size", "batch", "images/s", "of peak");
    for (var result : results) {
      int size = Integer.parseInt(result.getParams().getParam("imageSize"));
      int batch = Integer.parseInt(result.getParams().getParam("batch"));
      var work = result.getPrimaryResult().getLabel();
      double perSecond = result.getPrimaryResult().getScore();
      double flops = OrientationSteps.flops(size, batch, work.equals("train"));
      System.out.printf(
          Locale.ROOT,
          "%-8s %6d %6d %14.1f %9.0f%%%n",
          work,
          size,
          batch,
          batch * perSecond,
          100 * flops * perSecond / peak);
    }
  }

  /** Floating-point operations per second of all threads together. */
  private static double peak(int threads) throws RunnerException {
    var results = run(new OptionsBuilder().include(FmaPeak.class.getName()).threads(threads));
    return results.iterator().next().getPrimaryResult().getScore() * FmaPeak.FLOPS;
  }

  private static Collection<RunResult> run(
      org.openjdk.jmh.runner.options.ChainedOptionsBuilder options) throws RunnerException {
    return new Runner(
            options
                .mode(Mode.Throughput)
                .timeUnit(TimeUnit.SECONDS)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(3))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(3))
                .jvmArgsAppend("--add-modules", "jdk.incubator.vector")
                .build())
        .run();
  }
}
