package org.tornadonn.cli.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tornadonn.layer.Model;
import org.tornadonn.report.Angles;
import org.tornadonn.report.Measure;
import org.tornadonn.report.Outcome;
import org.tornadonn.report.Predicted;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;
import org.tornadonn.train.AngleErrors;
import org.tornadonn.train.Evaluation;
import org.tornadonn.train.Loss;

/** Says by how much a picture is turned: mean squared error of (sin, cos), errors in degrees. */
public record OrientationTask() implements Task {

  private static final String MEAN = "validationErrorDegrees";
  private static final String MEDIAN = "validationMedianErrorDegrees";

  @Override
  public Loss loss() {
    return Loss.meanSquaredError();
  }

  @Override
  public List<String> measures() {
    return List.of(VALIDATION_LOSS, MEAN, MEDIAN);
  }

  @Override
  public Map<String, Measure> curves() {
    var curves = new LinkedHashMap<String, Measure>();
    curves.put(MEDIAN, new Measure("median error", "°", false));
    curves.put(MEAN, new Measure("mean error", "°", false));
    return curves;
  }

  @Override
  public Outcome outcome(Predicted predicted) {
    return Angles.of(predicted);
  }

  @Override
  public String decisive() {
    return MEAN;
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }

  @Override
  public Map<String, Double> measure(Evaluation validation) {
    var errors = AngleErrors.of(validation.predictions(), validation.answers());
    return Map.of(
        VALIDATION_LOSS,
        errors.loss(),
        MEAN,
        errors.meanErrorDegrees(),
        MEDIAN,
        errors.medianErrorDegrees());
  }

  @Override
  public String text(Map<String, Double> measured) {
    return String.format(
        Locale.ROOT,
        "validation %.4f, median error %.1f°, mean %.1f°",
        measured.get(VALIDATION_LOSS),
        measured.get(MEDIAN),
        measured.get(MEAN));
  }

  @Override
  public void save(Path file, Model model) {
    ModelFile.save(file, model, ModelDescription.ORIENTATION);
  }
}
