package org.tornadonn.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.Dataset;
import org.tornadonn.data.Subset;
import org.tornadonn.layer.Model;
import org.tornadonn.store.Safetensors;
import org.tornadonn.train.Fit;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Schedule;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that trains. */
final class TrainingOptions {

  /** What may be given anew when a run goes on. */
  private static final Set<String> ANEW =
      Set.of("--resume", "--device", "--kernels", "--epochs", "--fallback", "--verify");

  /** How the learning rate changes. */
  enum Rate {
    CONSTANT,
    COSINE
  }

  /** Which optimizer. */
  enum Method {
    ADAM,
    ADAMW,
    SGD
  }

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec spec;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description =
          "Go on with a run that was stopped, from its last complete epoch, with the options that"
              + " it began with; --device, --epochs, --fallback and --verify may be given anew.")
  @Nullable Path resume;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Folder for model and metrics. Default: runs/ and what is trained.")
  @Nullable Path output;

  @Option(names = "--overwrite", description = "Replace a run that is there.")
  boolean overwrite;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "10",
      description = "Passes over the pictures. Default: ${DEFAULT-VALUE}.")
  int epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "16",
      description = "Pictures in a step. Default: ${DEFAULT-VALUE}.")
  int batch;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      defaultValue = "adam",
      description = "adam, adamw or sgd (momentum 0.9). Default: ${DEFAULT-VALUE}.")
  Method optimizer = Method.ADAM;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      defaultValue = "0.001",
      description = "Learning rate. Default: ${DEFAULT-VALUE}.")
  float learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      defaultValue = "cosine",
      description = "Learning rate: constant, or cosine with warm-up. Default: ${DEFAULT-VALUE}.")
  Rate schedule = Rate.COSINE;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description =
          "Share of the pictures that is not trained on; 0 for none. Default: ${DEFAULT-VALUE}.")
  double validation;

  @Option(
      names = "--init",
      paramLabel = "FILE",
      description = "Begin with the tensors of this file that the model has by name.")
  @Nullable Path init;

  @Option(
      names = "--freeze",
      paramLabel = "LAYER",
      description = "Keep a layer as it is, for example conv; may be given more than once.")
  List<String> freeze = new ArrayList<>();

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Decides first weights, order and rotation. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      description = "Threads that read pictures ahead. Default: ${DEFAULT-VALUE}.")
  int workers;

  @Mixin VerifyOption verify = new VerifyOption();

  @Mixin FallbackOption fallback = new FallbackOption();

  @Mixin DeviceOption device = new DeviceOption();

  /** The command that has these options. */
  CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("Not run as a command.");
    }
    return spec;
  }

  /**
   * Checks what can be checked before anything is read.
   *
   * @throws ParameterException if a number makes no sense
   */
  void check() {
    Check.positive(command(), "--epochs", epochs);
    Check.positive(command(), "--batch", batch);
    Check.positive(command(), "--workers", workers);
    if (!(validation >= 0 && validation < 1)) {
      throw new ParameterException(
          command().commandLine(), "--validation must lie in [0, 1), not " + validation);
    }
    var _ = optimizer();
  }

  /**
   * Takes over what was given anew for a run that goes on.
   *
   * @throws ParameterException if something was given that cannot change
   */
  void takeAnew(TrainingOptions given) {
    var parsed = given.command().commandLine().getParseResult();
    for (var option : parsed.matchedOptions()) {
      if (!ANEW.contains(option.longestName())) {
        throw new ParameterException(
            given.command().commandLine(),
            "--resume goes on with the options that the run began with: %s and --resume are mutually exclusive"
                .formatted(option.longestName()));
      }
    }
    if (parsed.hasMatchedOption("--epochs")) {
      epochs = given.epochs;
    }
    if (parsed.hasMatchedOption("--device")) {
      device = given.device;
    }
    fallback = given.fallback;
    verify = given.verify;
  }

  Optimizer optimizer() {
    return Check.usage(
        command(),
        () ->
            switch (optimizer) {
              case ADAM -> Optimizer.adam(learningRate);
              case ADAMW -> Optimizer.adamW(learningRate);
              case SGD -> new Optimizer.Sgd(learningRate, 0.9f, false, 0);
            });
  }

  Fit fit() {
    return new Fit(
        epochs,
        seed,
        workers,
        schedule == Rate.COSINE ? Schedule.cosine(0.05) : Schedule.constant());
  }

  /** Gives the model the tensors that it is to begin with. */
  void begin(Model model) {
    if (init != null) {
      var report = model.load(Safetensors.read(init).tensors(), false);
      System.err.printf(
          "%s: took %d tensors, %d keep their first values, %d were left out%n",
          init, report.loaded().size(), report.missing().size(), report.unexpected().size());
    }
  }

  /** What is trained on and what is kept back. */
  record Parts(Dataset training, @Nullable Dataset validation) {}

  /** Keeps back the share for validation. */
  Parts split(Dataset all) {
    if (validation == 0) {
      return new Parts(all, null);
    }
    var split = Subset.split(all, validation, seed);
    return new Parts(split.training(), split.validation());
  }
}
