package org.tornadonn.cli.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.machine.DeviceOption;
import org.tornadonn.cli.machine.FallbackOption;
import org.tornadonn.cli.show.Json;
import org.tornadonn.cli.show.Output;
import org.tornadonn.cli.show.Paint;
import org.tornadonn.cli.usage.Check;
import org.tornadonn.data.DataException;
import org.tornadonn.device.Device;
import org.tornadonn.file.FileFault;
import org.tornadonn.trace.ClassifierTrace;
import org.tornadonn.trace.Neuron;
import org.tornadonn.trace.Trace;
import org.tornadonn.trace.TracePage;
import org.tornadonn.trace.UnitName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what happens inside a model: stages, training, prediction, one perceptron. */
@Command(
    name = "trace",
    description = {
      "Shows what happens inside a model, with the numbers of a real run: shapes and values stage by"
          + " stage, training epoch by epoch, a prediction layer by layer, the sum of one unit.",
      "Without --model: a classifier of 1,000 generated rows of 10 numbers in 3 classes, Linear(10, 5),"
          + " ReLU, Linear(5, 3), which is trained in the run. With --model: your model and a sample."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class TraceCommand implements Runnable {

  @Spec @Nullable CommandSpec spec;

  @Option(
      names = "--neuron",
      paramLabel = "LAYER:UNIT",
      description = "Walk one unit of a linear layer through its sum, for example fc.2:0.")
  @Nullable String neuron;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also write the trace as one page, with diagrams, a chart and a quiz.")
  @Nullable Path html;

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  boolean json;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Passes over the generated rows. Default: ${DEFAULT-VALUE}.")
  int epochs;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description =
          "Decides the generated rows, first weights and order. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Mixin ModelOption model = new ModelOption();

  @Mixin SampleOption sample = new SampleOption();

  @Mixin FallbackOption fallback = new FallbackOption();

  @Mixin DeviceOption device = new DeviceOption();

  /** What is to be traced, with everything checked that can be checked before it runs. */
  @FunctionalInterface
  private interface Run {
    Trace on(Device device, @Nullable UnitName neuron);
  }

  @Override
  public void run() {
    if (spec == null) {
      throw new IllegalStateException("Not run as a command.");
    }
    var command = spec;
    var asked = neuron;
    var unit = asked == null ? null : Check.usage(command, () -> UnitName.parse(asked));
    var run = model.isGiven() ? ofModel(command, unit) : ofClassifier(command, unit);
    if (html != null) {
      requireWritable(html);
    }
    var trace = fallback.candidates(device).open(chosen -> run.on(chosen, unit));
    if (html != null) {
      write(html, TracePage.of(trace));
    }
    if (json) {
      System.out.println(Json.line(trace));
    } else {
      Output.print(new TraceText(trace, unit != null, Paint.ofTerminal()).text());
    }
  }

  private Run ofClassifier(CommandSpec command, @Nullable UnitName unit) {
    sample.refuse(command, "needs --model: without it the rows are generated");
    var classifier = Check.usage(command, () -> new ClassifierTrace(seed, epochs));
    if (unit != null) {
      Neuron.check(classifier.model(), unit);
    }
    return classifier::run;
  }

  private Run ofModel(CommandSpec command, @Nullable UnitName unit) {
    for (var option : new String[] {"--epochs", "--seed"}) {
      if (command.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(
            command.commandLine(),
            option + " belongs to the generated rows: a model given with --model is not trained");
      }
    }
    var trace = sample.trace(command, model);
    if (unit != null) {
      Neuron.check(trace.model(), unit);
    }
    return trace::run;
  }

  private static void requireWritable(Path file) {
    var folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)) {
      throw new DataException(
          "%s cannot be written: %s. Give another file with --html."
              .formatted(
                  file, Files.isDirectory(file) ? "it is a folder" : "there is no " + folder));
    }
  }

  private static void write(Path file, TracePage page) {
    try {
      Files.writeString(file, page.html());
    } catch (IOException e) {
      throw new DataException(
          "%s cannot be written: %s. Give another file with --html."
              .formatted(file, FileFault.reason(e)),
          e);
    }
    System.err.printf("Wrote %s%n", file);
  }
}
