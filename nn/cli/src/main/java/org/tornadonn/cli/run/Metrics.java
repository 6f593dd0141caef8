package org.tornadonn.cli.run;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.show.Json;
import org.tornadonn.train.EpochReport;

/**
 * One line of {@code metrics.jsonl}.
 *
 * @param task what its measures are
 * @param epoch counts from 1
 * @param trainLoss the mean of the losses in training
 * @param validation what the task measures on the validation set, after the epoch; null without one
 * @param imagesPerSecond images or rows trained on per second
 * @param seconds time for training
 * @param learningRate that of the last step
 * @param device where
 */
record Metrics(
    Task task,
    int epoch,
    double trainLoss,
    @Nullable Map<String, Double> validation,
    double imagesPerSecond,
    double seconds,
    float learningRate,
    String device) {

  /** Its name in the file. */
  static final String LEARNING_RATE = "learningRate";

  static Metrics of(Task task, EpochReport report, String device) {
    var evaluation = report.validation();
    return new Metrics(
        task,
        report.epoch(),
        report.trainLoss(),
        evaluation == null ? null : task.measure(evaluation),
        report.imagesPerSecond(),
        report.seconds(),
        report.learningRate(),
        device);
  }

  /** The line for programs; what validation measures is null without a validation set. */
  String json() {
    var line = new LinkedHashMap<String, @Nullable Object>();
    line.put("epoch", epoch);
    line.put("trainLoss", trainLoss);
    for (var name : task.measures()) {
      line.put(name, validation == null ? null : validation.get(name));
    }
    line.put("imagesPerSecond", imagesPerSecond);
    line.put("seconds", seconds);
    line.put(LEARNING_RATE, learningRate);
    line.put("device", device);
    return Json.line(line);
  }

  /**
   * The line for people.
   *
   * @param samples what its speed counts: {@code images} or {@code rows}
   */
  String text(int epochs, String samples) {
    return String.format(
        Locale.ROOT,
        "epoch %d/%d  loss %.4f%s  %.0f %s/s on %s, %.1f s",
        epoch,
        epochs,
        trainLoss,
        validation == null ? "" : "  " + task.text(validation),
        imagesPerSecond,
        samples,
        device,
        seconds);
  }
}
