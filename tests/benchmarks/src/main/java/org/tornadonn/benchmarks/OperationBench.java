package org.tornadonn.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.tornadonn.train.Ceilings;

/**
 * Measures operations and whole steps with JMH, beside the machine's ceilings.
 *
 * @param seconds of each of five warm-ups, which the JIT compiler needs, and of three measurements
 */
record OperationBench(int threads, double seconds) {

  /**
   * What one of them came to.
   *
   * @param micros of one run
   * @param ofPeak its floating-point operations, counted as direct convolution, as a share of the
   *     FMA peak
   * @param ofBandwidth its operands, each moved once, as a share of the memory bandwidth; a cache
   *     can hold them, so that it may pass 1
   */
  record Row(
      String work,
      String operation,
      double micros,
      double error,
      double ofPeak,
      double ofBandwidth) {}

  private static final String FORMAT = "%-24s %-72s %11s %6s %8s %10s%n";

  /** Measures the operations of training steps, and whole works; prints and writes them. */
  void run(List<Work> works, Path folder) throws RunnerException, IOException {
    var ceilings = Worker.ceilings(threads);
    var runs = new ArrayList<RunResult>();
    for (var work : works) {
      if (work.training()) {
        var operations = TrainingCalls.of(work).operations().toArray(String[]::new);
        runs.addAll(
            jmh(
                new OptionsBuilder()
                    .include(SingleOperation.class.getName())
                    .param("work", work.name())
                    .param("operation", operations)
                    .threads(1)));
      }
      runs.addAll(
          jmh(
              new OptionsBuilder()
                  .include(WholeStep.class.getName())
                  .param("work", work.name())
                  .threads(1)));
    }
    var rows = runs.stream().map(run -> row(run, ceilings)).toList();
    print(rows, ceilings);
    Files.createDirectories(folder);
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve("operations.json").toFile(), rows);
  }

  private Collection<RunResult> jmh(ChainedOptionsBuilder options) throws RunnerException {
    var time = TimeValue.milliseconds(Math.round(1000 * seconds));
    return new Runner(
            options
                .mode(Mode.Throughput)
                .timeUnit(TimeUnit.SECONDS)
                .forks(1)
                .warmupIterations(5)
                .warmupTime(time)
                .measurementIterations(3)
                .measurementTime(time)
                .jvmArgsAppend(
                    "--add-modules", "jdk.incubator.vector", "-XX:ActiveProcessorCount=" + threads)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build())
        .run();
  }

  private static Row row(RunResult run, Ceilings ceilings) {
    var work = Work.parse(run.getParams().getParam("work"));
    var operation = run.getParams().getParam("operation");
    double perSecond = run.getPrimaryResult().getScore();
    double error = run.getPrimaryResult().getStatistics().getStandardDeviation() / perSecond;
    if (operation == null) {
      return new Row(
          work.name(),
          "whole step",
          1e6 / perSecond,
          error,
          work.flops() * perSecond / ceilings.flops(),
          Double.NaN);
    }
    var plan = TrainingCalls.of(work).plan(operation);
    return new Row(
        work.name(),
        operation,
        1e6 / perSecond,
        error,
        plan.flops() * perSecond / ceilings.flops(),
        TrainingCalls.bytes(plan) * perSecond / ceilings.bandwidth());
  }

  private static void print(List<Row> rows, Ceilings ceilings) {
    System.out.printf(FORMAT, "work", "operation", "µs", "±", "of peak", "of memory");
    for (var row : rows) {
      System.out.printf(
          FORMAT,
          row.work(),
          row.operation(),
          Digits.three(row.micros()),
          percent(row.error()),
          percent(row.ofPeak()),
          Double.isNaN(row.ofBandwidth()) ? "" : percent(row.ofBandwidth()));
    }
    System.out.printf(
        Locale.ROOT,
        "FMA peak %.0f GFLOP/s, memory %.1f GB/s%n",
        ceilings.flops() / 1e9,
        ceilings.bandwidth() / 1e9);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f%%", 100 * share);
  }
}
