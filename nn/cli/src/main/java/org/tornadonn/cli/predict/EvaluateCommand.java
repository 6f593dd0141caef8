package org.tornadonn.cli.predict;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.classify.ClassReport;
import org.tornadonn.cli.classify.Classifier;
import org.tornadonn.cli.classify.LabelledData;
import org.tornadonn.cli.machine.DeviceOption;
import org.tornadonn.cli.machine.FallbackOption;
import org.tornadonn.cli.machine.VerifyOption;
import org.tornadonn.cli.model.ModelOption;
import org.tornadonn.cli.show.Json;
import org.tornadonn.cli.usage.Check;
import org.tornadonn.data.AnswerSheetDataset;
import org.tornadonn.data.Batches;
import org.tornadonn.data.Dataset;
import org.tornadonn.layer.Model;
import org.tornadonn.train.AngleErrors;
import org.tornadonn.train.Evaluation;
import org.tornadonn.train.MeasuredStep;
import org.tornadonn.train.Predictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares a model's answers with the truth. */
@Command(
    name = "evaluate",
    description =
        "Compares a model's answers with the truth: an orientation model's with an answer sheet, a"
            + " classifier's with the classes of pictures or rows.",
    mixinStandardHelpOptions = true)
public final class EvaluateCommand implements Runnable {

  private static final int WORKERS = 2;

  @Spec @Nullable CommandSpec spec;

  @Mixin ModelOption model = new ModelOption();

  @Option(
      names = "--data",
      paramLabel = "PATH",
      required = true,
      description =
          "Folder with answersheet.json; for a classifier what it was trained on is like: a folder"
              + " of class folders, a folder with IDX files, or a CSV file.")
  Path data = Path.of(".");

  @Mixin LabelledData labelled = new LabelledData();

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "32",
      description = "Samples at a time. Default: ${DEFAULT-VALUE}.")
  int batch;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Mixin VerifyOption verify = new VerifyOption();

  @Mixin FallbackOption fallback = new FallbackOption();

  @Mixin DeviceOption device = new DeviceOption();

  @Override
  public void run() {
    if (spec == null) {
      throw new IllegalStateException("Not run as a command.");
    }
    Check.positive(spec, "--batch", batch);
    var opened = model.open();
    var classification = opened.description().classification();
    if (classification != null) {
      var classifier = new Classifier(opened.model(), classification);
      var samples =
          labelled.known(
              spec,
              data,
              opened.model().input(),
              classification.classes(),
              classification.table(),
              WORKERS);
      var report =
          ClassReport.of(
              evaluate(opened.model(), classifier.inputs(samples)), classification.classes());
      System.out.println(json ? Json.line(report) : report.text());
      return;
    }
    labelled.refuse(spec, "belongs to classifiers, and this is none");
    var loaded = model.orientation(opened);
    var pictures = AnswerSheetDataset.open(data, loaded.input().dim(1));
    var evaluation = evaluate(loaded, pictures);
    var errors = AngleErrors.of(evaluation.predictions(), evaluation.answers());
    System.out.println(json ? Json.line(errors) : text(errors));
  }

  private Evaluation evaluate(Model loaded, Dataset samples) {
    var candidates =
        fallback.candidates(device).fastest(() -> MeasuredStep.prediction(loaded, batch));
    try (var predictor = candidates.open(d -> new Predictor(loaded, batch, d))) {
      if (verify.verify) {
        try (var batches = Batches.inOrder(samples, batch, 0, WORKERS)) {
          var first = batches.next();
          VerifyOption.show(predictor.verify(first.x(), first.count()), predictor.device());
        }
      }
      var evaluation = Evaluation.of(predictor::predict, samples, batch, WORKERS);
      int outputs = loaded.output().size();
      for (int i = 0; i < samples.size(); i++) {
        FiniteOutputs.require(samples.name(i), evaluation.predictions(), i * outputs, outputs);
      }
      return evaluation;
    }
  }

  public static String text(AngleErrors errors) {
    return String.format(
        Locale.ROOT,
        "%,d pictures: median error %.1f°, mean %.1f°, beyond 90° %.1f%%, loss %.4f",
        errors.images(),
        errors.medianErrorDegrees(),
        errors.meanErrorDegrees(),
        100 * errors.beyond90(),
        errors.loss());
  }
}
