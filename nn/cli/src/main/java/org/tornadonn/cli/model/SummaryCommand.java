package org.tornadonn.cli.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.machine.DeviceOption;
import org.tornadonn.cli.show.Json;
import org.tornadonn.cli.usage.Check;
import org.tornadonn.layer.Summary;
import org.tornadonn.plan.Shape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what a model is made of. */
@Command(
    name = "summary",
    description =
        "Shows a model's layers, shapes, parameters and operations."
            + " Without --model: --architecture orientation --image-size S.",
    mixinStandardHelpOptions = true)
public final class SummaryCommand implements Runnable {

  @Spec @Nullable CommandSpec spec;

  @Mixin ModelOption model = new ModelOption();

  @Mixin DeviceOption device = new DeviceOption();

  @Option(
      names = "--placement",
      description =
          "Also run a training step call by call: where each runs, by which version of its code,"
              + " and how long it takes to compile and to run.")
  boolean placement;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "16",
      description = "Pictures in the step of --placement. Default: ${DEFAULT-VALUE}.")
  int batch;

  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  boolean json;

  /** A layer as {@code --json} prints it. */
  record Entry(String name, String operation, List<Integer> shape, int parameters, long flops) {}

  /**
   * What {@code --json} prints.
   *
   * @param placement only with {@code --placement}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(
      String device,
      List<Integer> input,
      List<Integer> output,
      int parameters,
      int trainable,
      long flops,
      long inferenceBytes,
      List<Entry> layers,
      @Nullable List<PlacementReport.Line> placement) {}

  @Override
  public void run() {
    if (spec == null) {
      throw new IllegalStateException("Not run as a command.");
    }
    Check.positive(spec, "--batch", batch);
    var loaded = model.loadOrBuild();
    var summary = Summary.of(loaded);
    var chosen = device.device();
    var name = chosen.name();
    var placed = placement ? PlacementReport.of(loaded, batch, chosen) : null;
    if (json) {
      System.out.println(
          Json.line(
              new Answer(
                  name,
                  sizes(loaded.input()),
                  sizes(loaded.output()),
                  summary.parameters(),
                  summary.trainable(),
                  summary.flops(),
                  summary.inferenceBytes(),
                  summary.layers().stream()
                      .map(
                          row ->
                              new Entry(
                                  row.name(),
                                  row.operation(),
                                  sizes(row.output()),
                                  row.parameters(),
                                  row.flops()))
                      .toList(),
                  placed)));
      return;
    }
    var format = "%-14s %-12s %-18s %12s %12s%n";
    System.out.printf(Locale.ROOT, format, "layer", "operation", "output", "parameters", "MFLOP");
    for (var port : loaded.inputs().ports()) {
      System.out.printf(Locale.ROOT, format, port.name(), "", port.shape(), "", "");
    }
    for (var row : summary.layers()) {
      System.out.printf(
          Locale.ROOT,
          format,
          row.name(),
          row.operation(),
          row.output(),
          row.parameters() == 0 ? "" : String.format(Locale.ROOT, "%,d", row.parameters()),
          row.flops() == 0 ? "" : String.format(Locale.ROOT, "%.1f", row.flops() / 1e6));
    }
    System.out.printf(
        Locale.ROOT,
        "%,d parameters (%,d trained), %.2f GFLOP and %.1f MB of memory for one prediction, on"
            + " %s%n",
        summary.parameters(),
        summary.trainable(),
        summary.flops() / 1e9,
        summary.inferenceBytes() / 1e6,
        name);
    if (placed != null) {
      System.out.printf("%nA training step of %d:%n", batch);
      PlacementReport.print(placed);
    }
  }

  /** A shape as {@code --json} prints it. */
  static List<Integer> sizes(Shape shape) {
    return Arrays.stream(shape.toArray()).boxed().toList();
  }
}
