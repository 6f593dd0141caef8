package org.tornadonn.cli.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.machine.DeviceOption;
import org.tornadonn.cli.machine.FallbackOption;
import org.tornadonn.cli.machine.VerifyOption;
import org.tornadonn.cli.usage.Check;
import org.tornadonn.data.Dataset;
import org.tornadonn.layer.Model;
import org.tornadonn.store.Safetensors;
import org.tornadonn.train.Fit;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.SGD;
import org.tornadonn.train.StepOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that trains. */
final class TrainingOptions {

  /** What may be given anew when a run goes on. */
  private static final Set<String> ANEW =
      Set.of(
          "--resume",
          "--device",
          "--kernels",
          "--autotune",
          "--cuda-graphs",
          "--epochs",
          "--patience",
          "--workers",
          "--keep",
          "--checkpoint-steps",
          "--fallback",
          "--spark",
          "--verify",
          "--data-changed");

  /** What becomes of a run whose data are no longer those that it began with. */
  enum DataChanged {
    REFUSE,
    ACCEPT
  }

  /** Which optimizer, with the defaults of PyTorch but for the learning rate. */
  enum Method {
    ADAM,
    ADAMW,
    NADAM,
    ADAMAX,
    LION,
    RMSPROP,
    ADAGRAD,
    ADADELTA,
    SGD;

    Optimizer of(float rate) {
      return switch (this) {
        case ADAM -> Optimizer.adam(rate);
        case ADAMW -> Optimizer.adamW(rate);
        case NADAM -> Optimizer.nadam(rate);
        case ADAMAX -> Optimizer.adamax(rate);
        case LION -> Optimizer.lion(rate);
        case RMSPROP -> Optimizer.rmsprop(rate);
        case ADAGRAD -> Optimizer.adagrad(rate);
        case ADADELTA -> Optimizer.adadelta(rate);
        case SGD -> new SGD(rate, 0.9f, false, 0);
      };
    }
  }

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec spec;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description =
          "Go on with a run that was stopped or killed, from its last checkpoint, with the options"
              + " that it began with; --device, --kernels, --autotune, --cuda-graphs, --epochs,"
              + " --patience, --workers, --keep, --checkpoint-steps, --fallback, --spark and"
              + " --verify may be given anew.")
  @Nullable Path resume;

  @Option(
      names = "--data-changed",
      paramLabel = "WHAT",
      description =
          "With --resume, where labels, cells, pictures, or names are not those that the run began"
              + " with: refuse, or accept and go on with them. Default: refuse.")
  @Nullable DataChanged dataChanged;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "JSON with settings: long options without --, such as {\"epochs\": 20}, or config.json"
              + " of a run. Options that are given win.")
  @Nullable Path config;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Folder for model and metrics. Default: runs/ and what is trained.")
  @Nullable Path output;

  @Option(names = "--overwrite", description = "Replace a run that is there.")
  boolean overwrite;

  @Option(
      names = "--keep",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many checkpoints are kept. Default: ${DEFAULT-VALUE}.")
  int keep;

  @Option(
      names = "--checkpoint-steps",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "A checkpoint after every N steps of an epoch too; 0 for only after epochs. Default:"
              + " ${DEFAULT-VALUE}.")
  int checkpointSteps;

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
      description =
          "adam, adamw, nadam, adamax, lion, rmsprop, adagrad, adadelta or sgd (momentum 0.9)."
              + " Default: ${DEFAULT-VALUE}.")
  Method optimizer = Method.ADAM;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      defaultValue = "0.001",
      description = "Learning rate. Default: ${DEFAULT-VALUE}.")
  float learningRate;

  @Option(
      names = "--find-lr",
      description =
          "Do not train: print a learning rate to begin with. It is where the loss falls most"
              + " steeply in 5 times 100 steps at rates from 1e-7 to 10.")
  boolean findLearningRate;

  @Mixin StepFlags step = new StepFlags();

  private static final String BACKBONE = "backbone";

  @Mixin ScheduleOptions schedule = new ScheduleOptions();

  @Mixin ValidationOptions validation = new ValidationOptions();

  @Option(
      names = {"--init", "--weights"},
      paramLabel = "FILE",
      description =
          "Begin with the tensors of this file that the model has by name; a last layer for another"
              + " number of outputs is left out.")
  @Nullable Path init;

  @Option(
      names = "--freeze",
      paramLabel = "LAYER",
      description =
          "Keep a layer as it is, with its running statistics, for example conv; backbone is all"
              + " but the last layer that has parameters; may be given more than once.")
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
      description = "Threads that read ahead; 0 reads between steps. Default: ${DEFAULT-VALUE}.")
  int workers;

  @Mixin VerifyOption verify = new VerifyOption();

  @Mixin FallbackOption fallback = new FallbackOption();

  @Mixin SparkTrainingOptions spark = new SparkTrainingOptions();

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
    if (workers < 0) {
      throw new ParameterException(
          command().commandLine(), "--workers must be at least 0, not " + workers);
    }
    Check.positive(command(), "--keep", keep);
    if (checkpointSteps < 0) {
      throw new ParameterException(
          command().commandLine(), "--checkpoint-steps must be 0 or more, not " + checkpointSteps);
    }
    if (dataChanged != null && resume == null) {
      throw new ParameterException(
          command().commandLine(),
          "--data-changed belongs to --resume: a run that begins has seen none");
    }
    validation.check(command());
    var _ = optimizer();
    var _ = fit();
    var _ = step();
    spark.check(this);
  }

  /**
   * Checks that nothing was given beside --resume that cannot change.
   *
   * @throws ParameterException if something was
   */
  void requireAnew() {
    for (var option : command().commandLine().getParseResult().matchedOptions()) {
      if (!ANEW.contains(option.longestName())) {
        throw new ParameterException(
            command().commandLine(),
            "--resume goes on with the options that the run began with: it and %s are mutually exclusive"
                .formatted(option.longestName()));
      }
    }
  }

  Optimizer optimizer() {
    return Check.usage(command(), () -> optimizer.of(learningRate));
  }

  StepOptions step() {
    return Check.usage(command(), step::step);
  }

  Fit fit() {
    return Check.usage(command(), () -> schedule.fit(epochs, seed, workers));
  }

  /** Gives the model the tensors that it is to begin with. */
  void begin(Model model) {
    if (init != null) {
      var state = Safetensors.read(init).of(model);
      var kept = new LinkedHashMap<>(state);
      for (var own : model.parameters()) {
        var given = state.get(own.name());
        boolean isHead = own.name().startsWith(model.head() + ".");
        if (isHead && given != null && !given.shape().equals(own.shape())) {
          kept.remove(own.name());
        }
      }
      var report = model.load(kept, false);
      System.err.printf(
          "%s: took %d tensors, %d keep their first values, %d were left out%n",
          init,
          report.loaded().size(),
          report.missing().size(),
          report.unexpected().size() + state.size() - kept.size());
    }
  }

  /** Keeps layers as they are. */
  void freeze(Model model) {
    for (var name : freeze) {
      if (name.equals(BACKBONE) && !model.has(name)) {
        model.freezeAllBut(model.head());
      } else {
        model.freeze(name);
      }
    }
  }

  /**
   * What is trained on and what is kept back for validation.
   *
   * @param opener opens the folder of --validation-data
   */
  ValidationOptions.Parts split(Dataset all, Function<Path, Dataset> opener) {
    return validation.split(all, seed, opener);
  }
}
