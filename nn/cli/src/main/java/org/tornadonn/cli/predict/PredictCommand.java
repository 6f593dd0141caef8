package org.tornadonn.cli.predict;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.classify.Classifier;
import org.tornadonn.cli.classify.DataFormat;
import org.tornadonn.cli.classify.TableOptions;
import org.tornadonn.cli.machine.DeviceOption;
import org.tornadonn.cli.machine.FallbackOption;
import org.tornadonn.cli.machine.VerifyOption;
import org.tornadonn.cli.model.ModelOption;
import org.tornadonn.cli.show.Json;
import org.tornadonn.cli.usage.Check;
import org.tornadonn.data.DataException;
import org.tornadonn.data.PictureReader;
import org.tornadonn.layer.Model;
import org.tornadonn.store.ModelFile;
import org.tornadonn.train.MeasuredStep;
import org.tornadonn.train.Predictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Predicts how far pictures are turned, what they and rows of tables are, or what tensors give. */
@Command(
    name = "predict",
    description =
        "Predicts how far pictures are turned, in degrees counter-clockwise, and turns them"
            + " upright; with a classifier, the class of each picture, or of each row of a CSV"
            + " file; with --tensors, whatever a model gives.",
    mixinStandardHelpOptions = true)
public final class PredictCommand implements Runnable {

  /** Rows that a classifier takes at a time. */
  private static final int ROWS = 64;

  @Spec @Nullable CommandSpec spec;

  @Mixin ModelOption model = new ModelOption();

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description =
          "Pictures (PNG, JPEG, …); for a classifier also IDX images, or CSV files; with --spark"
              + " also folders of pictures.")
  List<Path> images = new ArrayList<>();

  @Option(
      names = "--upright",
      paramLabel = "OUTDIR",
      description = "Write each picture, turned upright, into this folder as PNG.")
  @Nullable Path upright;

  @Option(names = "--overwrite", description = "Replace files that are there.")
  boolean overwrite;

  @Option(
      names = "--top",
      paramLabel = "K",
      description = "Of a classifier: how many classes are named, the likeliest first. Default: 1.")
  @Nullable Integer top;

  @Mixin TensorPredictionOptions tensors = new TensorPredictionOptions();

  @Mixin TableOptions tables = new TableOptions();

  @Option(names = "--json", description = "Print one JSON object per picture or row.")
  boolean json;

  @Mixin VerifyOption verify = new VerifyOption();

  @Mixin FallbackOption fallback = new FallbackOption();

  @Mixin SparkPredictionOptions spark = new SparkPredictionOptions();

  @Mixin DeviceOption device = new DeviceOption();

  @Override
  public void run() {
    if (top != null) {
      Check.positive(command(), "--top", top);
    }
    tensors.check(command(), images, overwrite);
    spark.check(command());
    if (tensors.isGiven()) {
      tensors.predict(command(), model, fallback, verify, device);
      return;
    }
    var opened = model.open();
    var classification = opened.description().classification();
    if (classification != null) {
      classify(opened, new Classifier(opened.model(), classification));
    } else if (top != null) {
      throw new ParameterException(
          command().commandLine(), "--top belongs to classifiers, and this is none");
    } else {
      tables.refuse(command(), "belongs to models of CSV files, and this is none");
      orientation(opened, model.orientation(opened));
    }
  }

  private void classify(ModelFile opened, Classifier classifier) {
    if (upright != null) {
      throw new ParameterException(
          command().commandLine(), "--upright needs an orientation model, not a classifier");
    }
    if (spark.spark.isGiven()) {
      requirePictures(classifier);
      spark.predict(opened, images, device, Objects.requireNonNullElse(top, 1), json);
      return;
    }
    var table = classifier.classification().table();
    if (table == null) {
      tables.refuse(command(), "belongs to models of CSV files, and this is none");
    }
    boolean many = table != null || images.stream().anyMatch(DataFormat::isIdx);
    int batch = many ? ROWS : 1;
    int most = many ? Integer.MAX_VALUE : images.size();
    try (var predictor = predictor(classifier.model(), batch, most)) {
      var predictions =
          new ClassPredictions(
              classifier,
              predictor,
              Objects.requireNonNullElse(top, 1),
              verify.verify,
              tables.hints(command(), table),
              answer -> System.out.println(json ? Json.line(answer) : answer.text()));
      each(predictions::file);
    }
  }

  private LazyPredictor predictor(Model loaded, int batch, int most) {
    return new LazyPredictor(
        () ->
            fallback
                .candidates(device)
                .fastest(() -> MeasuredStep.prediction(loaded, batch))
                .open(d -> new Predictor(loaded, batch, device.brief(d, most))));
  }

  private void requirePictures(Classifier classifier) {
    if (classifier.classification().table() != null
        || images.stream().anyMatch(file -> DataFormat.isIdx(file) || DataFormat.isCsv(file))) {
      throw new ParameterException(
          command().commandLine(), "--spark predicts pictures, not CSV or IDX files: leave it out");
    }
  }

  private void orientation(ModelFile opened, Model loaded) {
    if (spark.spark.isGiven()) {
      spark.predict(opened, images, device, 1, json);
      return;
    }
    var folder = upright == null ? null : UprightFolder.create(upright, overwrite, images);
    int size = loaded.input().dim(1);
    var unverified = new AtomicBoolean(verify.verify);
    try (var lazy = predictor(loaded, 1, images.size())) {
      each(
          image -> {
            var input = PictureReader.readGray(image).toModelInput(size);
            var predictor = lazy.get();
            if (unverified.getAndSet(false)) {
              VerifyOption.show(predictor.verify(input.pixels(), 1), predictor.device());
            }
            var answer = Orientation.of(image.toString(), predictor.predict(input.pixels(), 1));
            if (folder != null) {
              folder.write(answer);
            }
            System.out.println(json ? Json.line(answer) : answer.text());
          });
    }
  }

  /**
   * Goes through the files, as long as there is somebody to read the answers; those that cannot be
   * used are named, and the others done.
   */
  private void each(Consumer<Path> prediction) {
    var failed = new FailedFiles();
    for (var image : images) {
      if (System.out.checkError()) {
        return;
      }
      try {
        prediction.accept(image);
      } catch (DataException e) {
        failed.add(String.valueOf(e.getMessage()));
      }
    }
    failed.refuse(images.size());
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("Not run as a command.");
    }
    return spec;
  }
}
