package org.tornadonn.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.Batches;
import org.tornadonn.data.Dataset;

/**
 * The training loop: epochs over a data set in shuffled batches, each followed by validation.
 *
 * @param epochs passes over the training set, at least 1
 * @param seed decides the order of the samples
 * @param workers threads that read samples ahead
 * @param schedule the learning rate over the training
 */
public record Fit(int epochs, long seed, int workers, Schedule schedule) {

  public Fit {
    if (epochs < 1) {
      throw new IllegalArgumentException("Epochs must be at least 1, not " + epochs + ".");
    }
  }

  /** Epochs in a constant learning rate, two threads that read ahead. */
  public Fit(int epochs, long seed) {
    this(epochs, seed, 2, Schedule.constant());
  }

  /** Trains, and returns what each epoch came to. */
  public List<EpochReport> run(Trainer trainer, Dataset training, @Nullable Dataset validation) {
    return run(trainer, training, validation, 0, progress -> {}, report -> {});
  }

  /**
   * Trains, telling how it goes.
   *
   * @param done the epochs that are done already; the rest is as if they had been done here
   * @param onStep called after every step
   * @param onEpoch called after every epoch
   * @throws TrainingException if the loss or a parameter is no longer a finite number: the message
   *     says where that began; or if the training set is smaller than one step
   */
  public List<EpochReport> run(
      Trainer trainer,
      Dataset training,
      @Nullable Dataset validation,
      int done,
      Consumer<FitProgress> onStep,
      Consumer<EpochReport> onEpoch) {
    requireBatch(training.size(), trainer.stepSize());
    float base = trainer.learningRate();
    var reports = new ArrayList<EpochReport>();
    for (int epoch = done; epoch < epochs; epoch++) {
      var report = epoch(trainer, training, validation, base, epoch, onStep);
      reports.add(report);
      onEpoch.accept(report);
    }
    return reports;
  }

  /**
   * Checks that there is enough to train on.
   *
   * @throws TrainingException if there are fewer samples than in one batch
   */
  public static void requireBatch(int samples, int batchSize) {
    if (samples < batchSize) {
      throw new TrainingException(
          "The training set has %d samples, fewer than a batch of %d: use more data or a smaller batch."
              .formatted(samples, batchSize));
    }
  }

  private EpochReport epoch(
      Trainer trainer,
      Dataset training,
      @Nullable Dataset validation,
      float base,
      int epoch,
      Consumer<FitProgress> onStep) {
    long start = System.nanoTime();
    double sum = 0;
    int samples = 0;
    int step = 0;
    try (var batches = Batches.shuffled(training, trainer.stepSize(), seed, epoch, workers)) {
      int steps = batches.count();
      while (batches.hasNext()) {
        var batch = batches.next();
        double progress = (epoch + (double) step / steps) / epochs;
        trainer.learningRate(schedule.rate(base, progress));
        float loss = trainer.step(batch.x(), batch.y(), batch.count());
        step++;
        if (!Float.isFinite(loss)) {
          throw TrainingException.notFinite(trainer, batch, loss, step, epoch + 1);
        }
        sum += (double) loss * batch.count();
        samples += batch.count();
        onStep.accept(new FitProgress(epoch + 1, step, steps, loss, samples / seconds(start)));
      }
    }
    trainer.learningRate(base);
    var broken = trainer.breakdown();
    if (broken.isPresent()) {
      throw TrainingException.notFinite(broken.get(), base, step, epoch + 1);
    }
    double seconds = seconds(start);
    var evaluation =
        validation == null
            ? null
            : Evaluation.of(trainer::predict, validation, trainer.batchSize(), workers);
    return new EpochReport(epoch + 1, sum / samples, evaluation, samples / seconds, seconds);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
