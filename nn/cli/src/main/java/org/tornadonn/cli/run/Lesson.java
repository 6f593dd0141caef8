package org.tornadonn.cli.run;

import org.jspecify.annotations.Nullable;
import org.tornadonn.data.Dataset;
import org.tornadonn.layer.Model;
import org.tornadonn.train.Checkpoint;
import org.tornadonn.train.TrainedOn;
import org.tornadonn.train.TrainingState;

/**
 * What is learnt, by which model, from which samples.
 *
 * @param validation samples that are not trained on; null for none
 */
public record Lesson(Task task, Model model, Dataset training, @Nullable Dataset validation) {

  /** Where its training begins. */
  public Checkpoint start() {
    return Checkpoint.first(TrainingState.first(model)).on(data());
  }

  /** What its data are like. */
  public TrainedOn data() {
    return TrainedOn.of(training, validation);
  }
}
