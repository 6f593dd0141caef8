package org.tornadonn.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.show.Json;
import org.tornadonn.cli.show.Version;
import org.tornadonn.data.DataException;
import org.tornadonn.data.Subset;
import org.tornadonn.file.FileFault;
import org.tornadonn.report.Epoch;
import org.tornadonn.report.Hardware;
import org.tornadonn.report.Network;
import org.tornadonn.report.Outcome;
import org.tornadonn.report.PlacedCall;
import org.tornadonn.report.Predicted;
import org.tornadonn.report.Report;
import org.tornadonn.train.ElementLoss;
import org.tornadonn.train.Evaluation;
import org.tornadonn.train.Loss;
import org.tornadonn.train.SoftmaxCrossEntropy;
import org.tornadonn.train.Trainer;

/**
 * Writes {@code report.html} of a run from what its folder holds and its trainer knows.
 *
 * @param trainer has the run's last model
 */
record RunReport(TrainingRun run, Trainer trainer) {

  /** Without a validation set, so many samples of the training set are looked at. */
  private static final int OF_TRAINING = 200;

  /**
   * Writes it.
   *
   * @param ending how the run ended, in a sentence
   * @param validated what the model makes of the validation set; null if nobody knows
   * @throws DataException if it cannot be written
   */
  void write(String ending, @Nullable Evaluation validated) {
    var lesson = run.lesson();
    var task = lesson.task();
    var validation = lesson.validation();
    var file = run.folder().report();
    var report =
        new Report(
            run.folder().path().toString(),
            ending,
            configuration(),
            lesson.training().size(),
            validation == null ? 0 : validation.size(),
            Hardware.of(trainer.device()),
            PlacedCall.of(trainer.placements()),
            Network.of(lesson.model(), trainer.bytes()),
            List.copyOf(task.curves().values()),
            epochs(),
            outcome(validated));
    try {
      report.write(file);
    } catch (IOException e) {
      throw new DataException(
          "The report %s cannot be written: %s. Nothing else is lost."
              .formatted(file, FileFault.reason(e)),
          e);
    }
    System.err.printf("Report: %s%n", file);
  }

  private @Nullable Outcome outcome(@Nullable Evaluation validated) {
    var lesson = run.lesson();
    var input = lesson.model().input();
    var validation = lesson.validation();
    if (validation != null) {
      return validated == null
          ? null
          : lesson.task().outcome(new Predicted("validation set", validation, input, validated));
    }
    int count = Math.min(OF_TRAINING, lesson.training().size());
    var some = new Subset(lesson.training(), IntStream.range(0, count).toArray());
    var evaluation = Evaluation.of(trainer::predict, some, run.batchSize(), run.fit().workers());
    return lesson.task().outcome(new Predicted("training set", some, input, evaluation));
  }

  /** All epochs of the run, also those before it was resumed, but those whose lines are lost. */
  private List<Epoch> epochs() {
    var file = run.folder().metrics();
    try {
      var metrics = MetricsFile.read(file);
      metrics.warn(file);
      return metrics.lines().values().stream().map(line -> epoch(Json.parsed(line))).toList();
    } catch (IOException e) {
      System.err.printf(
          "%s cannot be read: %s. The report has no epochs.%n", file, FileFault.reason(e));
      return List.of();
    }
  }

  private Epoch epoch(JsonNode line) {
    var measured = new HashMap<String, Double>();
    run.lesson()
        .task()
        .curves()
        .forEach(
            (name, measure) -> {
              if (line.hasNonNull(name)) {
                measured.put(measure.name(), line.get(name).asDouble());
              }
            });
    return new Epoch(
        line.path("epoch").asInt(),
        line.path("trainLoss").asDouble(),
        number(line, Task.VALIDATION_LOSS),
        measured,
        number(line, Metrics.LEARNING_RATE),
        line.path("imagesPerSecond").asDouble(),
        line.path("seconds").asDouble(),
        line.path("device").asText());
  }

  private static String name(Loss loss) {
    return switch (loss) {
      case ElementLoss each -> each.operation().name();
      case SoftmaxCrossEntropy classes -> classes.operation().name();
      default -> "a loss of its own";
    };
  }

  private static @Nullable Double number(JsonNode line, String name) {
    return line.hasNonNull(name) ? line.get(name).asDouble() : null;
  }

  private Map<String, String> configuration() {
    var shown = new LinkedHashMap<String, String>();
    run.configuration()
        .settings()
        .properties()
        .forEach(
            setting -> {
              var value = setting.getValue();
              boolean isThere = !value.isNull() && !(value.isContainerNode() && value.isEmpty());
              if (isThere && !value.isObject()) {
                shown.put(setting.getKey(), value.isArray() ? value.toString() : value.asText());
              }
            });
    shown.putIfAbsent("batch", String.valueOf(run.batchSize()));
    shown.putIfAbsent(
        "optimizer", run.optimizer().getClass().getSimpleName().toLowerCase(Locale.ROOT));
    shown.putIfAbsent("lr", String.valueOf(run.optimizer().learningRate()));
    shown.put("loss", name(run.lesson().task().loss()));
    shown.put("version", Version.NUMBER);
    return shown;
  }
}
