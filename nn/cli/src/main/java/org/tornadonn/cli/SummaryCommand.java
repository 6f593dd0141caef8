package org.tornadonn.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tornadonn.layer.Summary;
import org.tornadonn.plan.Shape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a model is made of. */
@Command(
    name = "summary",
    description =
        "Shows a model's layers, shapes, parameters and operations."
            + " Without --model: --architecture orientation --image-size S.",
    mixinStandardHelpOptions = true)
final class SummaryCommand implements Runnable {

  @Mixin ModelOption model = new ModelOption();

  @Mixin DeviceOption device = new DeviceOption();

  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  boolean json;

  /** A layer as {@code --json} prints it. */
  record Entry(String name, String operation, List<Integer> shape, int parameters, long flops) {}

  /** What {@code --json} prints. */
  record Answer(
      String device,
      List<Integer> input,
      List<Integer> output,
      int parameters,
      int trainable,
      long flops,
      long inferenceBytes,
      List<Entry> layers) {}

  @Override
  public void run() {
    var loaded = model.loadOrBuild();
    var summary = Summary.of(loaded);
    var name = device.device().name();
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
                      .toList())));
      return;
    }
    var format = "%-14s %-12s %-18s %12s %12s%n";
    System.out.printf(Locale.ROOT, format, "layer", "operation", "output", "parameters", "MFLOP");
    System.out.printf(Locale.ROOT, format, "input", "", loaded.input(), "", "");
    for (var row : summary.layers()) {
      System.out.printf(
          Locale.ROOT,
          format,
          row.name(),
          row.operation(),
          row.output(),
          row.parameters() == 0 ? "" : "%,d".formatted(row.parameters()),
          row.flops() == 0 ? "" : "%.1f".formatted(row.flops() / 1e6));
    }
    System.out.printf(
        Locale.ROOT,
        "%,d parameters (%,d trained), %.2f GFLOP and %.1f MB of memory for one prediction, on %s%n",
        summary.parameters(),
        summary.trainable(),
        summary.flops() / 1e9,
        summary.inferenceBytes() / 1e6,
        name);
  }

  private static List<Integer> sizes(Shape shape) {
    return Arrays.stream(shape.toArray()).boxed().toList();
  }
}
