package org.tornadonn.train;

import org.tornadonn.data.Batches;
import org.tornadonn.data.Dataset;

/**
 * What a model makes of a whole data set.
 *
 * @param predictions the outputs, one after the other
 * @param answers the targets, one after the other
 */
public record Evaluation(float[] predictions, float[] answers) {

  /** Runs inputs through a model. */
  @FunctionalInterface
  public interface Prediction {

    /**
     * {@return the outputs for n inputs, one after the other}
     *
     * @param x inputs, one after the other
     * @param n how many, at least 1
     */
    float[] predict(float[] x, int n);
  }

  /** Takes what a model makes of a batch. */
  @FunctionalInterface
  public interface Measure {

    /**
     * Counts outputs and their targets, each one after the other.
     *
     * @param outputs of the batch, one after the other
     * @param targets of the batch, one after the other
     */
    void add(float[] outputs, float[] targets);
  }

  /**
   * Predicts every sample of a data set, in order, as it is in epoch 0, and keeps nothing: {@code
   * Evaluation.each(trainer::predict, data, 64, 2, confusion::add)}.
   *
   * @param model gives outputs for inputs, such as {@code predictor::predict}
   * @param data read once
   * @param batchSize samples at a time, at least 1
   * @param workers threads that read ahead; 0 reads in this thread
   * @param measure takes batch by batch
   */
  public static void each(
      Prediction model, Dataset data, int batchSize, int workers, Measure measure) {
    try (var batches = Batches.inOrder(data, batchSize, 0, workers)) {
      while (batches.hasNext()) {
        var batch = batches.next();
        measure.add(model.predict(batch.x(), batch.count()), batch.y());
      }
    }
  }

  /**
   * Predicts every sample of a data set, in order, as it is in epoch 0.
   *
   * @param model gives outputs for inputs, such as {@code predictor::predict}
   * @param data read once
   * @param batchSize samples at a time, at least 1
   * @param workers threads that read ahead; 0 reads in this thread
   * @return predictions and answers, in the order of the samples
   */
  public static Evaluation of(Prediction model, Dataset data, int batchSize, int workers) {
    float[] predictions = {};
    var answers = new float[data.size() * data.targetLength()];
    int done = 0;
    try (var batches = Batches.inOrder(data, batchSize, 0, workers)) {
      while (batches.hasNext()) {
        var batch = batches.next();
        var outputs = model.predict(batch.x(), batch.count());
        int length = outputs.length / batch.count();
        if (done == 0) {
          predictions = new float[data.size() * length];
        }
        System.arraycopy(outputs, 0, predictions, done * length, outputs.length);
        System.arraycopy(
            batch.y(), 0, answers, done * data.targetLength(), batch.count() * data.targetLength());
        done += batch.count();
      }
    }
    return new Evaluation(predictions, answers);
  }

  /** How many numbers there are of each. */
  @Override
  public String toString() {
    return "Evaluation of %d predicted numbers and %d answers"
        .formatted(predictions.length, answers.length);
  }
}
