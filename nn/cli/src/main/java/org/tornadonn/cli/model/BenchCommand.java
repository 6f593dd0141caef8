package org.tornadonn.cli.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.machine.DeviceOption;
import org.tornadonn.cli.show.Json;
import org.tornadonn.cli.usage.Check;
import org.tornadonn.device.Device;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.layer.Layers;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Benchmark;
import org.tornadonn.train.Ceilings;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Optimizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how near to its peak a device runs a model. */
@Command(
    name = "bench",
    description = {
      "Measures how near to its peak a device runs a model: each call of a training step and of a"
          + " prediction, beside the device's multiply-adds and copies, measured in the same run;"
          + " and whole steps.",
      "Calls are timed without transfers and launching, where the device has a clock. FLOPs are"
          + " those of the definitions: a Winograd convolution, as jvm has it, does fewer, and may"
          + " pass the peak."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  tornado-nn bench --device opencl:0",
      "  tornado-nn bench --device cuda:0 --image-size 480 --batch 32 --json",
      "  tornado-nn bench --device opencl:0 --against portable   (what tuned kernels bring)",
      "  tornado-nn bench --device jvm --gemm 1024"
    })
public final class BenchCommand implements Runnable {

  /** The image size of the untrained OrientationModel. */
  private static final int IMAGE_SIZE = 128;

  private static final int BATCH = 8;

  @Spec @Nullable CommandSpec spec;

  @Mixin ModelOption model = new ModelOption();

  @Mixin DeviceOption device = new DeviceOption();

  @Option(
      names = "--gemm",
      paramLabel = "N",
      description =
          "Instead of a model, two fully connected layers of N inputs and N outputs with a batch of"
              + " N: the second one's three steps are N×N×N matrix products.")
  @Nullable Integer gemm;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Samples of a step. Default: " + BATCH + ".")
  @Nullable Integer batch;

  @Option(
      names = "--against",
      paramLabel = "VERSION",
      description =
          "Measure the same with kernels up to this version too, portable or tuned, and show how many"
              + " times faster --kernels is.")
  @Nullable Version against;

  @Option(names = "--json", description = "Print one JSON object instead of tables.")
  boolean json;

  /**
   * What {@code --json} prints.
   *
   * @param peakGflops multiply-adds per second, in 10⁹ operations
   * @param copies the same for copies, by their size
   * @param against what the ratios {@code faster} compare with
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(
      String device,
      String description,
      String driver,
      double peakGflops,
      List<Ceilings.CopySpeed> copies,
      List<Integer> input,
      int batch,
      @Nullable String against,
      List<BenchReport> steps) {}

  @Override
  public void run() {
    var measured = model();
    int n = batch();
    requireOther();
    var chosen = device.device();
    var before = ceilings(chosen);
    var training = training(measured, n, chosen);
    var prediction = prediction(measured, n, chosen);
    var ceilings = before.best(ceilings(chosen));
    var steps = List.of(training.report(ceilings), prediction.report(ceilings));
    if (json) {
      System.out.println(
          Json.line(
              new Answer(
                  chosen.name(),
                  chosen.description(),
                  chosen.driver(),
                  ceilings.flops() / 1e9,
                  ceilings.copies(),
                  SummaryCommand.sizes(measured.input()),
                  n,
                  against == null ? null : PlacementReport.name(against),
                  steps)));
      return;
    }
    System.out.printf(
        Locale.ROOT,
        "%s, %s; %s%npeak: %,.1f GFLOP/s of multiply-adds, %,.1f GB/s of copies (%,.1f where caches help)%n",
        chosen.name(),
        chosen.description(),
        chosen.driver(),
        ceilings.flops() / 1e9,
        ceilings.bandwidth() / 1e9,
        ceilings.copies().stream().mapToDouble(Ceilings.CopySpeed::bandwidth).max().orElse(0)
            / 1e9);
    for (var step : steps) {
      System.out.printf(
          "%n%s of %s, batch %d%s:%n",
          step.kind(),
          measured.input(),
          n,
          against == null ? "" : ", against " + PlacementReport.name(against) + " kernels");
      step.print(measured.samples());
    }
  }

  /** Whatever kernels were asked for, a peak is a peak. */
  private static Ceilings ceilings(Device chosen) {
    try (var executor = Device.of(chosen.name()).open()) {
      return Ceilings.measure(executor);
    }
  }

  /** A step with the kernels that were asked for and, if there are, with those to compare with. */
  private record Pair(Benchmark step, @Nullable Benchmark other) {

    BenchReport report(Ceilings ceilings) {
      return BenchReport.of(step, ceilings, other);
    }
  }

  private Pair training(Model model, int n, Device chosen) {
    var loss = Loss.meanSquaredError();
    var optimizer = Optimizer.adam(1e-3f);
    return pair(chosen, device -> Benchmark.training(model, loss, optimizer, n, device));
  }

  private Pair prediction(Model model, int n, Device chosen) {
    return pair(chosen, device -> Benchmark.prediction(model, n, device));
  }

  private Pair pair(Device chosen, Function<Device, Benchmark> step) {
    var other = against == null ? null : step.apply(Device.of(chosen.name(), against));
    return new Pair(step.apply(chosen), other);
  }

  private Model model() {
    if (gemm == null) {
      return model.loadOrOrientation(IMAGE_SIZE);
    }
    if (model.isGiven()) {
      throw wrong(
          "--gemm takes the place of a model: leave out --model, --architecture and --image-size.");
    }
    Check.positive(spec(), "--gemm", gemm);
    var layers =
        Layers.sequential(
            Layers.linear(gemm, gemm).bias(false), Layers.linear(gemm, gemm).bias(false));
    return new Model(layers, Shape.of(gemm), 0);
  }

  private int batch() {
    if (batch == null) {
      return gemm == null ? BATCH : gemm;
    }
    if (gemm != null) {
      throw wrong("--gemm N has a batch of N: leave out --batch.");
    }
    Check.positive(spec(), "--batch", batch);
    return batch;
  }

  private void requireOther() {
    if (against == Version.FUSED) {
      throw wrong("--against takes portable or tuned, not fused: it compares call by call.");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("Not run as a command.");
    }
    return spec;
  }
}
