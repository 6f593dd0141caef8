package org.tornadonn.train;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.Batches;
import org.tornadonn.data.DataException;
import org.tornadonn.data.Dataset;
import org.tornadonn.heap.Heap;

/**
 * What a model makes of a whole data set.
 *
 * <p>Where a sample has one answer and several outputs, the answer is a class, as cross-entropy
 * takes it: a whole number from 0 to below the number of outputs. Other answers are refused.
 *
 * @param predictions the outputs, one after the other
 * @param answers the targets, one after the other
 * @param samples how many there are
 */
public record Evaluation(float[] predictions, float[] answers, int samples) {

  /**
   * Of samples that have an answer each.
   *
   * @param predictions the outputs, one after the other
   * @param answers a number for each sample
   */
  public Evaluation(float[] predictions, float[] answers) {
    this(predictions, answers, answers.length);
  }

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
     * Counts a batch.
     *
     * @param batch its outputs and their targets
     */
    void add(Evaluation batch);
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
   * @throws DataException if an answer has to be a class and is none; the message names the sample
   */
  public static void each(
      Prediction model, Dataset data, int batchSize, int workers, Measure measure) {
    each(
        model,
        null,
        data,
        batchSize,
        workers,
        batch -> measure.add(new Evaluation(batch.outputs(), batch.targets(), batch.count())));
  }

  /**
   * Predicts every sample of a data set, in order, as it is in epoch 0.
   *
   * @param model gives outputs for inputs, such as {@code predictor::predict}
   * @param data read once
   * @param batchSize samples at a time, at least 1
   * @param workers threads that read ahead; 0 reads in this thread
   * @return predictions and answers, in the order of the samples
   * @throws DataException if an answer has to be a class and is none; the message names the sample
   */
  public static Evaluation of(Prediction model, Dataset data, int batchSize, int workers) {
    return whole(model, null, data, batchSize, workers);
  }

  /**
   * Predicts every sample of a data set, in order, as it is in epoch 0, and keeps those that a loss
   * does not leave out.
   *
   * @param model gives outputs for inputs, such as {@code predictor::predict}
   * @param loss has to take the answers
   * @param data read once
   * @param batchSize samples at a time, at least 1
   * @param workers threads that read ahead; 0 reads in this thread
   * @return predictions and answers, in the order of the samples
   * @throws DataException if the loss does not take an answer, or leaves all samples out
   */
  public static Evaluation of(
      Prediction model, Loss loss, Dataset data, int batchSize, int workers) {
    return of(model, new Targets(loss, null), data, batchSize, workers);
  }

  /** The same with what a loss takes of a model that is known. */
  static Evaluation of(
      Prediction model, Targets targets, Dataset data, int batchSize, int workers) {
    var kept = whole(model, targets, data, batchSize, workers);
    if (kept.answers.length == 0) {
      throw new DataException(
          "The loss leaves all %d samples out, by its ignoreIndex: nothing is left to evaluate."
              .formatted(data.size()));
    }
    return kept;
  }

  private static Evaluation whole(
      Prediction model, @Nullable Targets targets, Dataset data, int batchSize, int workers) {
    var predictions = new Joined(data.size());
    var answers = new Joined(data.size());
    var counted = new AtomicInteger();
    each(
        model,
        targets,
        data,
        batchSize,
        workers,
        batch -> {
          predictions.add(batch.outputs(), batch.count());
          answers.add(batch.targets(), batch.count());
          counted.addAndGet(batch.count());
        });
    return new Evaluation(predictions.array(), answers.array(), counted.get());
  }

  /** Numbers of samples, which come in parts. */
  private static final class Joined {

    private final int most;
    private float[] all = {};
    private int length;

    Joined(int most) {
      this.most = most;
    }

    void add(float[] part, int count) {
      if (length == 0 && count > 0) {
        all =
            Heap.floats(
                (long) most * (part.length / count), () -> "Evaluating " + most + " samples");
      }
      System.arraycopy(part, 0, all, length, part.length);
      length += part.length;
    }

    float[] array() {
      return length == all.length ? all : Arrays.copyOf(all, length);
    }
  }

  private static void each(
      Prediction model,
      @Nullable Targets targets,
      Dataset data,
      int batchSize,
      int workers,
      Consumer<Answered> measure) {
    try (var batches = Batches.inOrder(data, batchSize, 0, workers)) {
      for (int first = 0; batches.hasNext(); ) {
        var batch = batches.next();
        int from = first;
        var all = new Answered(model.predict(batch.x(), batch.count()), batch.y(), batch.count());
        var taken = targets == null && all.areClasses() ? Targets.CLASSES : targets;
        if (taken != null) {
          all.require(taken, i -> data.name(from + i));
        }
        measure.accept(targets == null ? all : all.counted(targets));
        first += batch.count();
      }
    }
  }

  /** How many numbers there are of each. */
  @Override
  public String toString() {
    return "Evaluation of %d predicted numbers and %d answers"
        .formatted(predictions.length, answers.length);
  }
}
