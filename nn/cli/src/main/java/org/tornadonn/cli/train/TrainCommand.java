package org.tornadonn.cli.train;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.classify.LabelledData;
import org.tornadonn.cli.run.Lesson;
import org.tornadonn.cli.run.OrientationTask;
import org.tornadonn.cli.usage.Check;
import org.tornadonn.data.AnswerSheetDataset;
import org.tornadonn.data.AugmentedDataset;
import org.tornadonn.data.Dataset;
import org.tornadonn.data.UprightDataset;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Trains an orientation model, and goes on with a run of any kind. */
@Command(
    name = "train",
    description =
        "Trains an orientation model on pictures whose rotation is known; 'train classify' trains"
            + " a classifier.",
    mixinStandardHelpOptions = true,
    subcommands = ClassifyCommand.class,
    sortOptions = false)
public final class TrainCommand implements Runnable, TrainingKind {

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
        description =
            "Folder of upright photos (PNG, JPEG, WebP, …), turned at random while training.")
    @Nullable Path upright;
  }

  @ArgGroup(exclusive = true)
  Source source = new Source();

  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      defaultValue = "64",
      description =
          "Rows and columns of the model's input, a multiple of 32. Default: ${DEFAULT-VALUE}.")
  int imageSize;

  @Mixin TrainingOptions options = new TrainingOptions();

  @Override
  public void run() {
    TrainingStart.run(this, "orientation");
  }

  @Override
  public TrainingOptions options() {
    return options;
  }

  @Override
  public Lesson lesson() {
    var input = Check.usage(options.command(), () -> OrientationModel.input(imageSize));
    var model = new Model(OrientationModel.layers(), input, options.seed);
    if (source.data != null) {
      var parts = split(AnswerSheetDataset.open(source.data, imageSize));
      return new Lesson(
          new OrientationTask(),
          model,
          new AugmentedDataset(parts.training(), options.seed),
          parts.validation());
    }
    if (source.upright == null) {
      throw new ParameterException(
          options.command().commandLine(),
          "Missing pictures: give --data DIR or --upright DIR, or go on with --resume RUN");
    }
    var photos = UprightDataset.open(source.upright, imageSize, options.seed);
    LabelledData.tell(photos.leftOut());
    var parts = split(photos);
    return new Lesson(new OrientationTask(), model, parts.training(), parts.validation());
  }

  private ValidationOptions.Parts split(Dataset all) {
    return options.split(all, folder -> AnswerSheetDataset.open(folder, imageSize));
  }
}
