package org.tornadonn.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tornadonn.layer.Model;
import org.tornadonn.train.Evaluation;
import org.tornadonn.train.Loss;

/** What a model is trained for: its loss, how it is judged, and what its file says about it. */
interface Task {

  /** What training makes small. */
  Loss loss();

  /** What validation measures, by its name in {@code metrics.jsonl}, in that order. */
  List<String> measures();

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
}
