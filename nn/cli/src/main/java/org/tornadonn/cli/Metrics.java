package org.tornadonn.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tornadonn.train.AngleErrors;
import org.tornadonn.train.EpochReport;

/**
 * One line of {@code metrics.jsonl}; what validation measures is null without a validation set.
 *
 * @param epoch counts from 1
 * @param trainLoss mean squared error of (sin, cos) in training
 * @param validationLoss the same on the validation set, after the epoch
 * @param validationErrorDegrees mean error, in degrees
 * @param validationMedianErrorDegrees median error, in degrees
 * @param imagesPerSecond pictures trained on per second
 * @param seconds time for training
 * @param device where
 */
record Metrics(
    int epoch,
    double trainLoss,
    @Nullable Double validationLoss,
    @Nullable Double validationErrorDegrees,
    @Nullable Double validationMedianErrorDegrees,
    double imagesPerSecond,
    double seconds,
    String device) {

  static Metrics of(EpochReport report, String device) {
    var validation = report.validation();
    var errors =
        validation == null ? null : AngleErrors.of(validation.predictions(), validation.answers());
    return new Metrics(
        report.epoch(),
        report.trainLoss(),
        errors == null ? null : errors.loss(),
        errors == null ? null : errors.meanErrorDegrees(),
        errors == null ? null : errors.medianErrorDegrees(),
        report.imagesPerSecond(),
        report.seconds(),
        device);
  }

  /** The line for people. */
  String text(int epochs) {
    var validation =
        validationLoss == null
            ? ""
            : String.format(
                Locale.ROOT,
                "  validation %.4f, median error %.1f°, mean %.1f°",
                validationLoss,
                validationMedianErrorDegrees,
                validationErrorDegrees);
    return String.format(
        Locale.ROOT,
        "epoch %d/%d  loss %.4f%s  %.0f images/s on %s, %.1f s",
        epoch,
        epochs,
        trainLoss,
        validation,
        imagesPerSecond,
        device,
        seconds);
  }
}
