package org.tornadonn.cli.predict;

import static java.util.stream.Collectors.joining;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.classify.Classifier;
import org.tornadonn.cli.machine.DeviceOption;
import org.tornadonn.cli.machine.FallbackOption;
import org.tornadonn.cli.machine.VerifyOption;
import org.tornadonn.cli.model.ModelOption;
import org.tornadonn.cli.usage.Check;
import org.tornadonn.data.DataException;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.store.Safetensors;
import org.tornadonn.store.onnx.OnnxFile.Inputs;
import org.tornadonn.train.MeasuredStep;
import org.tornadonn.train.Predictor;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that run a model on tensors, which it takes and gives by name. */
final class TensorPredictionOptions {

  /** What belongs to pictures and rows. */
  private static final String[] ELSEWHERE = {
    "--upright", "--top", "--json", "--spark", "--separator", "--decimal", "--no-header", "--header"
  };

  private static final String[] HERE = {"--output", "--batch", "--inputs"};

  private static final int BATCH = 32;

  @Option(
      names = "--tensors",
      paramLabel = "IN.safetensors",
      description =
          "Instead of FILE: run any model on tensors, each under the name of an input, samples"
              + " along the first axis. If there is one of each, its name does not matter.")
  @Nullable Path tensors;

  @Option(
      names = "--output",
      paramLabel = "OUT.safetensors",
      description = "With --tensors: where the model's outputs are written, by their names.")
  @Nullable Path output;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "With --tensors: samples at a time. Default: " + BATCH + ".")
  @Nullable Integer batch;

  @Option(
      names = "--inputs",
      paramLabel = "KIND",
      description =
          "With --tensors, what those of a classifier are: raw pictures in [0, 1] or rows, which"
              + " are standardized, or standardized ones. Default: raw.")
  @Nullable Inputs inputs;

  boolean isGiven() {
    return tensors != null;
  }

  /**
   * Checks the options.
   *
   * @param files what else is to be predicted
   * @throws ParameterException if options do not go together
   */
  void check(CommandSpec command, List<Path> files, boolean overwrite) {
    if (tensors == null) {
      refuse(command, HERE, "belongs to --tensors");
      if (files.isEmpty()) {
        throw usage(command, "Missing required parameter: 'FILE', or --tensors");
      }
      return;
    }
    if (!files.isEmpty()) {
      throw usage(command, "--tensors takes the place of %s: give one".formatted(files.getFirst()));
    }
    refuse(command, ELSEWHERE, "does not go with --tensors: leave one of them out");
    if (output == null) {
      throw usage(command, "--tensors needs --output OUT.safetensors");
    }
    Check.positive(command, "--batch", batch());
    if (!overwrite && Files.exists(output)) {
      throw new DataException(
          "%s is there already. Add --overwrite to replace it.".formatted(output));
    }
  }

  private static void refuse(CommandSpec command, String[] names, String reason) {
    for (var name : names) {
      if (command.commandLine().getParseResult().hasMatchedOption(name)) {
        throw usage(command, name + " " + reason);
      }
    }
  }

  private static ParameterException usage(CommandSpec command, String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private int batch() {
    return Objects.requireNonNullElse(batch, BATCH);
  }

  /**
   * Runs a model on all tensors, and writes its answers.
   *
   * @throws DataException if the tensors are not what the model takes
   */
  void predict(
      CommandSpec command,
      ModelOption option,
      FallbackOption fallback,
      VerifyOption verify,
      DeviceOption device) {
    var from = Objects.requireNonNull(tensors);
    var to = Objects.requireNonNull(output);
    var read = Safetensors.readNumbers(from);
    var fitted = option.open(read.tensors());
    var opened = fitted.content();
    var classification = opened.description().classification();
    if (inputs != null && classification == null) {
      throw usage(command, "--inputs belongs to classifiers, and this is none");
    }
    var model = opened.model();
    var given = given(from, read, model.inputs(), fitted.fixed().keySet());
    int samples = count(from, model.inputs(), given);
    float[] x = model.inputs().flat(given);
    if (classification != null && inputs != Inputs.STANDARDIZED) {
      x = new Classifier(model, classification).standardized(x);
    }
    int together = Math.min(batch(), samples);
    var candidates =
        fallback.candidates(device).fastest(() -> MeasuredStep.prediction(model, together));
    int runs = Math.ceilDiv(samples, together);
    Map<String, Tensor> answers;
    try (var predictor =
        candidates.open(d -> new Predictor(model, together, device.brief(d, runs)))) {
      if (verify.verify) {
        VerifyOption.show(predictor.verify(x, samples), predictor.device());
      }
      answers = model.outputs().named(predictor.predict(x, samples), samples);
    }
    new Safetensors(answers, Map.of()).write(to);
    System.err.printf(
        "Predicted %,d samples: %s%n",
        samples,
        answers.entrySet().stream()
            .map(answer -> answer.getKey() + " " + answer.getValue().shape())
            .collect(joining(", ")));
    System.out.println(to);
  }

  /** The tensors by the names of inputs, without those for which the model was made. */
  private static Map<String, Tensor> given(
      Path file, Safetensors read, Signature inputs, Set<String> fixed) {
    var tensors = new LinkedHashMap<>(read.tensors());
    tensors.keySet().removeAll(fixed);
    if (inputs.ports().size() == 1 && tensors.size() + read.unread().size() == 1) {
      var port = inputs.names().getFirst();
      refuseUnread(file, read.unread());
      return Map.of(port, tensors.values().iterator().next());
    }
    var unread = new LinkedHashMap<>(read.unread());
    unread.keySet().retainAll(inputs.names());
    refuseUnread(file, unread);
    return tensors;
  }

  private static void refuseUnread(Path file, Map<String, String> unread) {
    unread.forEach(
        (name, reason) -> {
          throw new DataException("%s: tensor '%s' %s.".formatted(file, name, reason));
        });
  }

  private static int count(Path file, Signature inputs, Map<String, Tensor> given) {
    try {
      return inputs.count(given);
    } catch (ShapeException e) {
      throw new DataException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
