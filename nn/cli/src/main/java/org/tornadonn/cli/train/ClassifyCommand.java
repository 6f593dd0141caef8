package org.tornadonn.cli.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.classify.ClassReport;
import org.tornadonn.cli.classify.DataFormat;
import org.tornadonn.cli.classify.LabelledData;
import org.tornadonn.cli.classify.TableOptions;
import org.tornadonn.cli.run.Lesson;
import org.tornadonn.cli.usage.Check;
import org.tornadonn.data.CsvDataset;
import org.tornadonn.data.Dataset;
import org.tornadonn.data.IdxDataset;
import org.tornadonn.data.LabelledDataset;
import org.tornadonn.data.Standardization;
import org.tornadonn.data.StandardizedDataset;
import org.tornadonn.layer.ClassifierModel;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.Classification;
import org.tornadonn.store.Classification.Table;
import org.tornadonn.zoo.Zoo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Trains a model that tells classes apart. */
@Command(
    name = "classify",
    description =
        "Trains a classifier on pictures in class folders, on MNIST's IDX files, or on a CSV file."
            + " Inputs are standardized (see --normalize); the model file keeps how, and what the"
            + " classes are called.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ClassifyCommand implements Runnable, TrainingKind {

  /** The smallest side that LeNet's convolutions and poolings leave anything of. */
  private static final int LENET_SIDE = 12;

  private static final int CHANNELS = 3;
  private static final int IMAGE_SIZE = 32;
  private static final List<Integer> HIDDEN = List.of(64, 32);

  private static final String MLP = "mlp";
  private static final String CNN = "cnn";
  private static final String LENET = "lenet";

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "Folder with a folder of pictures for each class; folder with train-images-idx3-ubyte and"
              + " train-labels-idx1-ubyte; or CSV file whose first line names the columns.")
  @Nullable Path data;

  @Mixin LabelledData source = new LabelledData();

  @Option(
      names = "--ignore",
      paramLabel = "COLUMN",
      description = "CSV: a column that is no input; may be given more than once.")
  List<String> ignored = new ArrayList<>();

  @Option(
      names = "--channels",
      paramLabel = "N",
      description = "Pictures in folders: 1 for grey, 3 for colours. Default: 3.")
  @Nullable Integer channels;

  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      description = "Pictures in folders: rows and columns of the model's input. Default: 32.")
  @Nullable Integer imageSize;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "mlp (fully connected), cnn (small, with batch normalization), lenet, or a network of the"
              + " zoo, such as resnet18 or mobilenet_v2 (a wrong name lists all). Default: mlp for"
              + " CSV, lenet for IDX, cnn for folders and pictures of fewer than 12 pixels.")
  @Nullable String network;

  /** How inputs are moved and scaled. */
  enum Normalization {
    DATA,
    IMAGENET,
    NONE
  }

  @Option(
      names = "--normalize",
      paramLabel = "HOW",
      description =
          "data (each channel or column has mean 0 and deviation 1 on the training data), imagenet"
              + " (colours by ImageNet's mean and deviation, which torchvision's weights expect),"
              + " or none. The model file keeps the numbers. Default: imagenet for a network of the"
              + " zoo with --weights, else data.")
  @Nullable Normalization normalization;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      split = ",",
      description = "Units of each hidden layer of an mlp. Default: 64,32.")
  @Nullable List<Integer> hidden;

  @Option(
      names = "--label-smoothing",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "How much of the target is spread over all classes, in [0, 1). Default:"
              + " ${DEFAULT-VALUE}.")
  float labelSmoothing;

  @Mixin TrainingOptions options = new TrainingOptions();

  @Override
  public void run() {
    TrainingStart.run(this, "classify");
  }

  @Override
  public TrainingOptions options() {
    return options;
  }

  @Override
  public Lesson lesson() {
    if (data == null) {
      throw usage("Missing data: give --data PATH, or go on with --resume RUN");
    }
    checkNetwork();
    var path = data;
    var command = options.command();
    var format = source.format(command, path);
    check(format);
    var all =
        source.training(
            command,
            format,
            path,
            ignored,
            Objects.requireNonNullElse(channels, CHANNELS),
            Objects.requireNonNullElse(imageSize, IMAGE_SIZE),
            options.workers);
    var input = Shape.of(LabelledData.ints(all.inputShape()));
    var layers = layers(input, all);
    var beside =
        options.validation.isGiven()
            ? null
            : source.beside(format, path, input, all.classes()).orElse(null);
    var parts =
        beside != null
            ? new ValidationOptions.Parts(all, beside)
            : options.split(
                all,
                other ->
                    source.known(
                        command, other, input, all.classes(), table(all), options.workers));
    var standardization = standardization(parts.training(), all.inputShape().getFirst(), input);
    var classification =
        new Classification(
            all.classes(), standardization.mean(), standardization.deviation(), table(all));
    var model = new Model(layers, input, options.seed);
    System.err.printf(
        Locale.ROOT,
        "%,d samples of %d classes: %s%n",
        all.size(),
        all.classes().size(),
        ClassReport.names(all.classes()));
    return new Lesson(
        new ClassificationTask(classification, labelSmoothing),
        model,
        new StandardizedDataset(parts.training(), standardization),
        standardized(parts.validation(), standardization));
  }

  private Standardization standardization(Dataset training, int groups, Shape input) {
    boolean hasColours = input.rank() == 3 && groups == 3;
    if (normalization == Normalization.IMAGENET && !hasColours) {
      throw usage("--normalize imagenet takes pictures of 3 channels, not inputs of " + input);
    }
    boolean isTrained = options.init != null && network != null && Zoo.names().contains(network);
    var usual = isTrained && hasColours ? Normalization.IMAGENET : Normalization.DATA;
    return switch (Objects.requireNonNullElse(normalization, usual)) {
      case DATA -> Standardization.of(training, groups, options.workers);
      case IMAGENET -> Standardization.imageNet();
      case NONE -> Standardization.none(groups);
    };
  }

  private static @Nullable Dataset standardized(@Nullable Dataset data, Standardization by) {
    return data == null ? null : new StandardizedDataset(data, by);
  }

  private static @Nullable Table table(LabelledDataset data) {
    return data instanceof CsvDataset csv
        ? new Table(csv.columns(), csv.labelColumn(), TableOptions.written(csv.dialect()))
        : null;
  }

  private void check(DataFormat format) {
    boolean folder = format == DataFormat.FOLDER;
    if (!folder && (channels != null || imageSize != null)) {
      throw usage(
          "%s belongs to folders of pictures: %s is none"
              .formatted(channels != null ? "--channels" : "--image-size", data));
    }
    if (format != DataFormat.CSV && !ignored.isEmpty()) {
      throw usage("--ignore belongs to CSV files: %s is none".formatted(data));
    }
    if (channels != null && channels != 1 && channels != 3) {
      throw usage("--channels must be 1 or 3, not " + channels);
    }
    if (imageSize != null) {
      Check.positive(options.command(), "--image-size", imageSize);
    }
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw usage("--label-smoothing must lie in [0, 1), not " + labelSmoothing);
    }
  }

  private Layer layers(Shape input, LabelledDataset data) {
    int classes = data.classes().size();
    var chosen = network == null ? usual(input, data) : network;
    if (!chosen.equals(MLP) && input.rank() != 3) {
      throw usage("--model %s takes pictures, not rows of a table".formatted(chosen));
    }
    if (chosen.equals(LENET) && Math.min(input.dim(1), input.dim(2)) < LENET_SIDE) {
      throw usage(
          "--model lenet takes pictures of %d pixels or more, not %d × %d: take cnn"
              .formatted(LENET_SIDE, input.dim(1), input.dim(2)));
    }
    if (!chosen.equals(MLP) && hidden != null) {
      throw usage("--hidden belongs to --model mlp");
    }
    var units = Objects.requireNonNullElse(hidden, HIDDEN);
    for (int count : units) {
      Check.positive(options.command(), "--hidden", count);
    }
    return switch (chosen) {
      case MLP -> ClassifierModel.mlp(units, classes);
      case CNN -> ClassifierModel.cnn(input.dim(0), classes);
      case LENET -> ClassifierModel.lenet(input.dim(0), classes);
      default -> Zoo.network(chosen, classes);
    };
  }

  private void checkNetwork() {
    var names = new ArrayList<>(List.of(MLP, CNN, LENET));
    names.addAll(Zoo.names());
    if (network != null && !names.contains(network)) {
      throw usage(
          "There is no --model %s: take one of %s".formatted(network, String.join(", ", names)));
    }
  }

  private static String usual(Shape input, LabelledDataset data) {
    if (input.rank() == 1) {
      return MLP;
    }
    boolean small = Math.min(input.dim(1), input.dim(2)) < LENET_SIDE;
    return data instanceof IdxDataset && !small ? LENET : CNN;
  }

  private ParameterException usage(String message) {
    return new ParameterException(options.command().commandLine(), message);
  }
}
