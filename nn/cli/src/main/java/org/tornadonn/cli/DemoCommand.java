package org.tornadonn.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.machine.Candidates;
import org.tornadonn.cli.machine.DeviceOption;
import org.tornadonn.cli.machine.FallbackOption;
import org.tornadonn.cli.predict.EvaluateCommand;
import org.tornadonn.cli.predict.Orientation;
import org.tornadonn.cli.predict.PredictionSheet;
import org.tornadonn.cli.predict.UprightFolder;
import org.tornadonn.cli.run.Configuration;
import org.tornadonn.cli.run.Lesson;
import org.tornadonn.cli.run.OrientationTask;
import org.tornadonn.cli.run.RunFolder;
import org.tornadonn.cli.run.TrainingRun;
import org.tornadonn.cli.show.Json;
import org.tornadonn.cli.show.Progress;
import org.tornadonn.cli.usage.Check;
import org.tornadonn.data.AnswerSheetDataset;
import org.tornadonn.data.AugmentedDataset;
import org.tornadonn.data.OrientationGenerator;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.train.AngleErrors;
import org.tornadonn.train.Evaluation;
import org.tornadonn.train.Fit;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Predictor;
import org.tornadonn.train.Schedule;
import org.tornadonn.train.StepOptions;
import org.tornadonn.train.Stepping;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole way once: draw pictures, train, evaluate, predict, turn upright. */
@Command(
    name = "demo",
    description =
        "Draws pictures, trains an orientation model on them, evaluates it on pictures that it has"
            + " not seen, and turns some of those upright. Takes about two minutes on two cores.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DemoCommand implements Runnable {

  /** Of the pictures that are drawn. */
  private static final int PICTURE_SIZE = 64;

  /** Of the model's input: small, so that many passes fit into two minutes. */
  private static final int IMAGE_SIZE = 32;

  private static final int BATCH = 16;
  private static final int HELD_OUT = 1000;
  private static final int SHOWN = 12;

  @Spec @Nullable CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = "runs/demo",
      description = "Folder for everything that the demo makes. Default: ${DEFAULT-VALUE}.")
  Path output = Path.of("runs/demo");

  @Option(names = "--overwrite", description = "Replace an earlier demo.")
  boolean overwrite;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "12000",
      description = "Pictures to train on. Default: ${DEFAULT-VALUE}.")
  int pictures;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Passes over the pictures. Default: ${DEFAULT-VALUE}.")
  int epochs;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Decides what is drawn and how training begins. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Mixin FallbackOption fallback = new FallbackOption();

  @Mixin DeviceOption device = new DeviceOption();

  @Override
  public void run() {
    if (spec == null) {
      throw new IllegalStateException("Not run as a command.");
    }
    Check.positive(spec, "--epochs", epochs);
    Check.positive(spec, "--pictures", pictures);
    var candidates = fallback.candidates(device);
    try (var _ = RunFolder.lock(output, overwrite, "demo")) {
      run(candidates, RunFolder.create(output, overwrite));
    }
  }

  private void run(Candidates candidates, RunFolder folder) {
    var training = draw("training", pictures, seed);
    var heldOut = draw("held-out", HELD_OUT, seed + 1);
    var model = new Model(OrientationModel.layers(), OrientationModel.input(IMAGE_SIZE), seed);
    var lesson =
        new Lesson(new OrientationTask(), model, new AugmentedDataset(training, seed), heldOut);
    var trainedOn =
        new TrainingRun(
                folder,
                configuration(folder),
                lesson,
                Optimizer.adam(1e-3f),
                BATCH,
                StepOptions.plain(),
                new Fit(epochs, seed, 1, Schedule.cosine(0.95 * epochs).warmUp(0.05 * epochs, 0)),
                false,
                3,
                0,
                Stepping.LOCAL)
            .run(candidates, lesson.start());
    var errors = evaluate(model, heldOut, trainedOn);
    folder.write(output.resolve("evaluation.json"), Json.line(errors) + "\n");
    show(folder, model, heldOut, trainedOn);
    System.out.println("Held-out " + EvaluateCommand.text(errors));
    System.out.printf(
        "Model: %s%nReport: %s%nPredictions beside the truth: %s%nTurned upright: %s%n",
        folder.model(),
        folder.report(),
        output.resolve("predictions.png"),
        output.resolve("upright"));
  }

  /** The same training as options of 'train', so that it can go on with what the demo began. */
  private Configuration configuration(RunFolder folder) {
    var settings =
        Json.object()
            .put("data", pictures("training").toAbsolutePath().toString())
            .put("validation-data", pictures("held-out").toAbsolutePath().toString())
            .put("image-size", IMAGE_SIZE)
            .put("batch", BATCH)
            .put("epochs", epochs)
            .put("seed", seed)
            .put("workers", 1)
            .put("device", device.name());
    return Configuration.of(folder.configuration(), settings, "orientation");
  }

  private Path pictures(String name) {
    return output.resolve("pictures").resolve(name);
  }

  private AnswerSheetDataset draw(String name, int count, long pictureSeed) {
    var target = pictures(name);
    try (var progress = Progress.inLines("Drawing " + name, count, "pictures")) {
      new OrientationGenerator(count, PICTURE_SIZE, pictureSeed)
          .write(target, overwrite, done -> progress.at(done, ""));
    }
    System.err.printf(Locale.ROOT, "Drew %,d %s pictures in %s%n", count, name, target);
    return AnswerSheetDataset.open(target, IMAGE_SIZE);
  }

  private static AngleErrors evaluate(Model model, AnswerSheetDataset data, Device device) {
    try (var predictor = new Predictor(model, BATCH, device)) {
      var evaluation = Evaluation.of(predictor::predict, data, BATCH, 2);
      return AngleErrors.of(evaluation.predictions(), evaluation.answers());
    }
  }

  /** Predicts the first pictures from their files, as {@code predict} would. */
  private void show(RunFolder folder, Model model, AnswerSheetDataset data, Device device) {
    var files = IntStream.range(0, Math.min(SHOWN, data.size())).mapToObj(data::file).toList();
    var answers = new ArrayList<Orientation>();
    var upright = UprightFolder.create(output.resolve("upright"), overwrite, files);
    try (var predictor = new Predictor(model, device)) {
      for (var file : files) {
        var answer = Orientation.of(predictor, file, IMAGE_SIZE);
        upright.write(answer);
        answers.add(answer);
      }
    }
    folder.write(output.resolve("answers.jsonl"), lines(answers));
    var truth = IntStream.range(0, files.size()).mapToObj(data::answer).toList();
    PredictionSheet.write(output.resolve("predictions.png"), answers, truth);
  }

  private static String lines(List<Orientation> answers) {
    var text = new StringBuilder();
    answers.forEach(answer -> text.append(Json.line(answer)).append('\n'));
    return text.toString();
  }
}
