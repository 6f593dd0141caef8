package org.tornadonn.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.AnswerSheetDataset;
import org.tornadonn.data.AugmentedDataset;
import org.tornadonn.data.DataException;
import org.tornadonn.data.Dataset;
import org.tornadonn.data.Subset;
import org.tornadonn.data.UprightDataset;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.store.Safetensors;
import org.tornadonn.train.Checkpoint;
import org.tornadonn.train.Fit;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Schedule;
import org.tornadonn.train.TrainingState;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains an orientation model. */
@Command(
    name = "train",
    description = "Trains an orientation model on pictures whose rotation is known.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TrainCommand implements Runnable {

  /** Where the pictures come from. */
  static final class Source {

    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "Folder with answersheet.json, as 'generate' writes it.")
    @Nullable Path data;

    @Option(
        names = "--upright",
        paramLabel = "DIR",
        description = "Folder of upright photos (PNG, JPEG), turned at random while training.")
    @Nullable Path upright;

    @Option(
        names = "--resume",
        paramLabel = "RUN",
        description =
            "Go on with a run that was stopped, from its last complete epoch, with the options that"
                + " it began with; --device, --epochs, --fallback and --verify may be given anew.")
    @Nullable Path resume;
  }

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

  @Spec @Nullable CommandSpec spec;

  @ArgGroup(exclusive = true, multiplicity = "1")
  Source source = new Source();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = "runs/orientation",
      description = "Folder for model and metrics. Default: ${DEFAULT-VALUE}.")
  Path output = Path.of("runs/orientation");

  @Option(names = "--overwrite", description = "Replace a run that is there.")
  boolean overwrite;

  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      defaultValue = "64",
      description =
          "Rows and columns of the model's input, a multiple of 32. Default: ${DEFAULT-VALUE}.")
  int imageSize;

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

  @Override
  public void run() {
    if (source.resume != null) {
      resume(source.resume);
    } else {
      train(null, null);
    }
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("Not run as a command.");
    }
    return spec;
  }

  private void resume(Path run) {
    var file = new RunFolder(run).checkpoint();
    if (!Files.exists(file)) {
      throw new DataException(
          "%s holds no run that could go on: there is no %s. Give the --output folder of a training that finished an epoch."
              .formatted(run, file.getFileName()));
    }
    var checkpoint = Checkpoint.read(file);
    var begun = new TrainCommand();
    new CommandLine(begun)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(Json.strings(checkpoint.notes()));
    var given = spec().commandLine().getParseResult();
    if (given.hasMatchedOption("--epochs")) {
      begun.epochs = epochs;
    }
    if (given.hasMatchedOption("--device")) {
      begun.device = device;
    }
    begun.fallback = fallback;
    begun.verify = verify;
    if (checkpoint.epochs() >= begun.epochs) {
      throw new DataException(
          "Run %s has finished its %d epochs: give more with --epochs."
              .formatted(run, checkpoint.epochs()));
    }
    System.err.printf("Going on with %s after epoch %d%n", run, checkpoint.epochs());
    begun.train(run, checkpoint);
  }

  /**
   * Trains.
   *
   * @param run the folder to go on in; null for a new run
   * @param from where to go on; null for a new run
   */
  private void train(@Nullable Path run, @Nullable Checkpoint from) {
    Check.positive(spec(), "--epochs", epochs);
    Check.positive(spec(), "--batch", batch);
    Check.positive(spec(), "--workers", workers);
    if (!(validation >= 0 && validation < 1)) {
      throw new ParameterException(
          spec().commandLine(), "--validation must lie in [0, 1), not " + validation);
    }
    var input = Check.usage(spec(), () -> OrientationModel.input(imageSize));
    var method = Check.usage(spec(), this::method);
    var model = new Model(OrientationModel.layers(), input, seed);
    if (init != null && from == null) {
      var report = model.load(Safetensors.read(init).tensors(), false);
      System.err.printf(
          "%s: took %d tensors, %d keep their first values, %d were left out%n",
          init, report.loaded().size(), report.missing().size(), report.unexpected().size());
    }
    freeze.forEach(model::freeze);
    var candidates = fallback.candidates(device);
    var pictures = pictures();
    Fit.requireBatch(pictures.training().size(), batch);
    var rate = schedule == Rate.COSINE ? Schedule.cosine(0.05) : Schedule.constant();
    var folder =
        run == null || from == null
            ? RunFolder.create(output, overwrite)
            : RunFolder.resume(run, from.epochs());
    new TrainingRun(
            folder,
            model,
            pictures.training(),
            pictures.validation(),
            method,
            batch,
            new Fit(epochs, seed, workers, rate),
            verify.verify)
        .run(
            candidates,
            from == null
                ? new Checkpoint(TrainingState.first(model), 0, Json.line(arguments()))
                : from);
    System.out.println(folder.model());
  }

  /** The command line behind the command's name. */
  private List<String> arguments() {
    var all = spec().commandLine().getParseResult().originalArgs();
    return all.subList(all.indexOf(spec().name()) + 1, all.size());
  }

  private Optimizer method() {
    return switch (optimizer) {
      case ADAM -> Optimizer.adam(learningRate);
      case ADAMW -> Optimizer.adamW(learningRate);
      case SGD -> new Optimizer.Sgd(learningRate, 0.9f, false, 0);
    };
  }

  /** What is trained on and what is kept back. */
  private record Pictures(Dataset training, @Nullable Dataset validation) {}

  private Pictures pictures() {
    boolean known = source.data != null;
    Dataset all =
        source.data != null
            ? AnswerSheetDataset.open(source.data, imageSize)
            : UprightDataset.open(uprightFolder(), imageSize, seed);
    Dataset training = all;
    Dataset kept = null;
    if (validation > 0) {
      var split = Subset.split(all, validation, seed);
      training = split.training();
      kept = split.validation();
    }
    return new Pictures(known ? new AugmentedDataset(training, seed) : training, kept);
  }

  private Path uprightFolder() {
    if (source.upright == null) {
      throw new IllegalStateException("Neither --data nor --upright.");
    }
    return source.upright;
  }
}
