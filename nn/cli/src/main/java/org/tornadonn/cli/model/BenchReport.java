package org.tornadonn.cli.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tornadonn.exec.Timing;
import org.tornadonn.train.Benchmark;
import org.tornadonn.train.Ceilings;

/**
 * A step of a model beside what its device can do at most.
 *
 * @param kind training or prediction
 * @param samplesPerSecond of the whole step, with transfers
 * @param gflops of the whole step, per second
 * @param share of the multiply-add peak
 * @param faster than with other kernels, how many times; null if there were none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BenchReport(
    String kind,
    double samplesPerSecond,
    double gflops,
    double share,
    @Nullable Double faster,
    List<Line> calls) {

  /**
   * One call, or several that run as one.
   *
   * @param version portable, tuned or fused
   * @param micros a run by itself, without transfers
   * @param gflops per second, as the definitions of the calls have them
   * @param gigabytes read and written per second
   * @param share of the least time that multiplying or moving would take; null for calls that are
   *     too small to tell
   * @param limit which of the two that is: {@code FMA} or {@code copy}
   * @param faster than with other kernels, how many times; null if there were none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Line(
      List<PlacementReport.Call> calls,
      String version,
      double micros,
      double gflops,
      double gigabytes,
      @Nullable Double share,
      String limit,
      @Nullable Double faster) {

    private static Line of(Timing timing, Ceilings ceilings, @Nullable Double otherMicros) {
      var placement = timing.placement();
      double seconds = timing.runMicros() / 1e6;
      return new Line(
          PlacementReport.calls(placement),
          PlacementReport.name(placement.version()),
          timing.runMicros(),
          placement.flops() / seconds / 1e9,
          placement.bytes() / seconds / 1e9,
          ceilings.measures(placement) ? ceilings.leastSeconds(placement) / seconds : null,
          ceilings.computes(placement) ? "FMA" : "copy",
          otherMicros == null ? null : otherMicros / timing.runMicros());
    }
  }

  /**
   * What was measured.
   *
   * @param other the same with other kernels, each call by itself; null if that was not measured
   */
  static BenchReport of(Benchmark step, Ceilings ceilings, @Nullable Benchmark other) {
    var lines = new ArrayList<Line>();
    int call = 0;
    for (var timing : step.timings()) {
      Double otherMicros = null;
      if (other != null) {
        int next = call + timing.placement().calls().size();
        otherMicros =
            other.timings().subList(call, next).stream().mapToDouble(Timing::runMicros).sum();
        call = next;
      }
      lines.add(Line.of(timing, ceilings, otherMicros));
    }
    double speed = step.samplesPerSecond();
    double flops = step.flops() * speed / step.batchSize();
    return new BenchReport(
        step.kind(),
        speed,
        flops / 1e9,
        flops / ceilings.flops(),
        other == null ? null : speed / other.samplesPerSecond(),
        lines);
  }

  /** Prints a table, and a line for the whole step. */
  void print(String samples) {
    var table =
        new TextTable(
            3,
            "layer",
            "step",
            "version",
            "µs",
            "GFLOP/s",
            "GB/s",
            "share",
            "of",
            faster == null ? "" : "faster");
    for (var line : calls) {
      table.add(
          PlacementReport.layers(line.calls()),
          PlacementReport.steps(line.calls()),
          line.version(),
          number(line.micros()),
          line.gflops() == 0 ? "" : number(line.gflops()),
          number(line.gigabytes()),
          line.share() == null ? "" : percent(line.share()),
          line.share() == null ? "" : line.limit(),
          times(line.faster()));
    }
    System.out.print(table);
    System.out.printf(
        Locale.ROOT,
        "whole %s, with transfers: %,.1f %s/s, %s GFLOP/s, %s of the peak%s%n",
        kind,
        samplesPerSecond,
        samples,
        number(gflops),
        percent(share),
        faster == null ? "" : ", " + times(faster).strip() + " faster");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.1f", value);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f%%", 100 * share);
  }

  private static String times(@Nullable Double ratio) {
    return ratio == null ? "" : String.format(Locale.ROOT, "%.1f×", ratio);
  }
}
