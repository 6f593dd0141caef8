package org.tornadonn.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.report.Measure;
import org.tornadonn.report.Outcome;
import org.tornadonn.report.Predicted;
import org.tornadonn.train.Evaluation;
import org.tornadonn.train.Fit;
import org.tornadonn.train.Loss;

/** What a model is trained for: its loss, how it is judged, and what its file says about it. */
public interface Task {

  /** The loss on the validation set, by its name in {@code metrics.jsonl}. */
  String VALIDATION_LOSS = "validationLoss";

  /** What training makes small. */
  Loss loss();

  /** What validation measures, by its name in {@code metrics.jsonl}, in that order. */
  List<String> measures();

  /** What a report draws beside the losses: those of {@link #measures}, for people. */
  Map<String, Measure> curves();

  /** What a report tells of predictions. */
  Outcome outcome(Predicted predicted);

  /** The measure by which epochs are compared: which was the best, and when to stop. */
  String decisive();

  /** Whether more of the decisive measure is better; an error should be small. */
  boolean higherIsBetter();

  /** What a validation came to, for each of {@link #measures}. */
  Map<String, Double> measure(Evaluation validation);

  /** The measures for people: {@code validation 0.0123, median error 4.5°}. */
  String text(Map<String, Double> measured);

  /**
   * Saves the model with what its pictures and answers are.
   *
   * @throws org.tornadonn.store.ModelFileException if the file cannot be written
   */
  void save(Path file, Model model);

  /**
   * Says about the finished model, on stderr, what the measures do not: by default nothing.
   *
   * @param device where it was trained
   * @param fit how samples are read
   */
  default void finish(Lesson lesson, Device device, int batchSize, Fit fit) {}
}
