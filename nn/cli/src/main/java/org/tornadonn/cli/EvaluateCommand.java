package org.tornadonn.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.AnswerSheetDataset;
import org.tornadonn.data.Batches;
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
    description = "Compares a model's answers with an answer sheet.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Runnable {

  @Spec @Nullable CommandSpec spec;

  @Mixin ModelOption model = new ModelOption();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Folder with answersheet.json.")
  Path data = Path.of(".");

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "32",
      description = "Pictures at a time. Default: ${DEFAULT-VALUE}.")
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
    var loaded = model.loadOrientation();
    var pictures = AnswerSheetDataset.open(data, loaded.input().dim(1));
    var candidates =
        fallback.candidates(device).fastest(() -> MeasuredStep.prediction(loaded, batch));
    try (var predictor = candidates.open(d -> new Predictor(loaded, batch, d))) {
      if (verify.verify) {
        try (var batches = Batches.inOrder(pictures, batch, 0, 2)) {
          var first = batches.next();
          VerifyOption.show(predictor.verify(first.x(), first.count()), predictor.device());
        }
      }
      var evaluation = Evaluation.of(predictor::predict, pictures, batch, 2);
      var errors = AngleErrors.of(evaluation.predictions(), evaluation.answers());
      System.out.println(json ? Json.line(errors) : text(errors));
    }
  }

  static String text(AngleErrors errors) {
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
