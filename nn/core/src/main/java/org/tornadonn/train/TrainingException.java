package org.tornadonn.train;

import org.tornadonn.data.Batch;

/** A training that cannot go on: the message says where it stopped and what to do. */
public final class TrainingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message for people.
   *
   * @param message what went wrong, where, and what to do
   */
  public TrainingException(String message) {
    super(message);
  }

  /** A loss that is not finite; the message says where in the step that began. */
  static TrainingException notFinite(
      Trainer trainer, Batch batch, float loss, int step, int epoch) {
    float rate = trainer.learningRate();
    var reason =
        trainer
            .breakdown(batch.x(), batch.y(), batch.count())
            .map(breakdown -> "%s. %s".formatted(breakdown, breakdown.remedy(rate)))
            .orElse("run call by call, every number of it is finite. Try another device.");
    return new TrainingException(
        "The loss became %s at step %d of epoch %d: %s".formatted(loss, step, epoch, reason));
  }

  /** A parameter that is not finite after an epoch. */
  static TrainingException notFinite(Breakdown breakdown, float rate, int step, int epoch) {
    return new TrainingException(
        "After step %d of epoch %d, %s. %s"
            .formatted(step, epoch, breakdown, breakdown.remedy(rate)));
  }
}
