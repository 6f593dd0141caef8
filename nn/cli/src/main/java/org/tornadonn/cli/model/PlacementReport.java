package org.tornadonn.cli.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tornadonn.device.Device;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.Timing;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Trainer;

/** Where each call of a training step runs, by which code, and how long it takes. */
public final class PlacementReport {

  /** One kernel call. */
  record Call(String layer, String operation, String step) {}

  /**
   * A line of the report.
   *
   * @param calls one, or several that run as one
   * @param device where
   * @param version portable, tuned or fused
   * @param taskGraph what TornadoVM runs it in
   * @param compileMillis what TornadoVM takes to compile it
   * @param runMicros one run by itself, without transfers
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Line(
      List<Call> calls,
      String device,
      String version,
      @Nullable String taskGraph,
      @Nullable Double compileMillis,
      double runMicros) {

    static Line of(Timing timing, Device device) {
      var placement = timing.placement();
      boolean compiled = !placement.unit().isEmpty();
      return new Line(
          PlacementReport.calls(placement),
          device.name(),
          name(placement.version()),
          compiled ? placement.unit() : null,
          compiled ? timing.compileMillis() : null,
          timing.runMicros());
    }
  }

  private PlacementReport() {}

  /** The calls of a placement. */
  static List<Call> calls(Placement placement) {
    return placement.calls().stream()
        .map(call -> new Call(call.path(), call.operation(), call.step()))
        .toList();
  }

  /** The layers of calls that run as one: {@code conv.0 + conv.1}. */
  static String layers(List<Call> calls) {
    return calls.stream().map(Call::layer).distinct().collect(Collectors.joining(" + "));
  }

  /** What calls that run as one do: {@code conv2d forward + relu forward}. */
  static String steps(List<Call> calls) {
    return calls.stream()
        .map(call -> call.operation() + " " + call.step())
        .collect(Collectors.joining(" + "));
  }

  /** A version as it is printed. */
  static String name(Version version) {
    return version.name().toLowerCase(Locale.ROOT);
  }

  /** Times a training step with mean squared error and Adam. */
  static List<Line> of(Model model, int batch, Device device) {
    try (var trainer =
        new Trainer(model, Loss.meanSquaredError(), Optimizer.adam(1e-3f), batch, device)) {
      return trainer.timings().stream().map(timing -> Line.of(timing, device)).toList();
    }
  }

  /** Prints the lines as a table. */
  static void print(List<Line> lines) {
    var table =
        new TextTable(5, "layer", "step", "device", "version", "TaskGraph", "compile ms", "run µs");
    for (var line : lines) {
      table.add(
          layers(line.calls()),
          steps(line.calls()),
          line.device(),
          line.version(),
          line.taskGraph() == null ? "" : line.taskGraph(),
          line.compileMillis() == null
              ? ""
              : String.format(Locale.ROOT, "%.1f", line.compileMillis()),
          String.format(Locale.ROOT, "%.1f", line.runMicros()));
    }
    System.out.print(table);
  }

  /** How many calls run which version, in one line: {@code 40 calls: 30 tuned, 10 fused}. */
  public static String line(List<Placement> placements) {
    var parts = new ArrayList<String>();
    int all = 0;
    for (var version : Version.values()) {
      var calls = new ArrayList<KernelCall>();
      placements.stream()
          .filter(placement -> placement.version() == version)
          .forEach(placement -> calls.addAll(placement.calls()));
      all += calls.size();
      if (!calls.isEmpty()) {
        parts.add(calls.size() + " " + name(version));
      }
    }
    return all + " calls in a step: " + String.join(", ", parts);
  }
}
