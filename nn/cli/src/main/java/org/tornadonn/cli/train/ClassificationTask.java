package org.tornadonn.cli.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tornadonn.cli.classify.ClassReport;
import org.tornadonn.cli.classify.Probabilities;
import org.tornadonn.cli.run.Lesson;
import org.tornadonn.cli.run.Task;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.report.Classes;
import org.tornadonn.report.Measure;
import org.tornadonn.report.Outcome;
import org.tornadonn.report.Predicted;
import org.tornadonn.store.Classification;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;
import org.tornadonn.train.Accuracy;
import org.tornadonn.train.Evaluation;
import org.tornadonn.train.Fit;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Predictor;

/**
 * Tells classes apart: cross-entropy, and the share of right answers.
 *
 * @param labelSmoothing of the training's loss; validation's loss has none
 */
record ClassificationTask(Classification classification, float labelSmoothing) implements Task {

  private static final String ACCURACY = "validationAccuracy";

  @Override
  public Loss loss() {
    return Loss.crossEntropy(labelSmoothing);
  }

  @Override
  public List<String> measures() {
    return List.of(VALIDATION_LOSS, ACCURACY);
  }

  @Override
  public Map<String, Measure> curves() {
    return Map.of(ACCURACY, new Measure("accuracy", "%", true));
  }

  @Override
  public Outcome outcome(Predicted predicted) {
    return Classes.of(predicted, classification.classes());
  }

  @Override
  public String decisive() {
    return ACCURACY;
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public Map<String, Double> measure(Evaluation validation) {
    return Map.of(
        VALIDATION_LOSS,
        Probabilities.crossEntropy(validation.predictions(), validation.answers()),
        ACCURACY,
        Accuracy.of(validation).share());
  }

  @Override
  public String text(Map<String, Double> measured) {
    return String.format(
        Locale.ROOT,
        "validation %.4f, accuracy %.1f%%",
        measured.get(VALIDATION_LOSS),
        100 * measured.getOrDefault(ACCURACY, 0.0));
  }

  @Override
  public void save(Path file, Model model) {
    new ModelFile(model, ModelDescription.of(model, classification)).save(file);
  }

  /** Precision and recall of each class, and which were taken for which. */
  @Override
  public void finish(Lesson lesson, Device device, int batchSize, Fit fit) {
    var validation = lesson.validation();
    if (validation != null) {
      try (var predictor = new Predictor(lesson.model(), batchSize, device)) {
        var evaluation = Evaluation.of(predictor::predict, validation, batchSize, fit.workers());
        System.err.println(
            "Validation, " + ClassReport.of(evaluation, classification.classes()).text());
      }
    }
  }
}
