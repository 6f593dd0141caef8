package org.tornadonn.train;

import java.util.ArrayList;
import java.util.List;
import org.tornadonn.data.Batch;
import org.tornadonn.data.Batches;
import org.tornadonn.data.Dataset;

/**
 * Looks for a learning rate: trains for some steps at rates that grow exponentially, does so again
 * from the same weights with other batches, and puts everything back as it was.
 *
 * <p>A sweep stops when its loss is not finite, or when its exponential mean without the bias of
 * its beginning, {@code sᵢ = β·sᵢ₋₁ + (1 − β)·lossᵢ} over {@code 1 − βⁱ⁺¹}, exceeds four times its
 * smallest value.
 *
 * <p>The suggestion is the rate of steepest descent of the mean of all sweeps, smoothed, before it
 * is lowest, as PyTorch Lightning's and fastai's; the first fifth is left out. One sweep, as those
 * do, would not do: with batches of 16 or fewer, its steepest descent is where an easy batch
 * follows a hard one.
 *
 * @param from the first rate; default 1e-7
 * @param to the last rate; default 10
 * @param steps how many steps a sweep takes if nothing diverges, at least 20; default 100
 * @param sweeps how many there are; default 5
 * @param beta how smooth, from 0 to below 1, the mean is that tells when to stop; default 0.98
 * @see <a href="https://arxiv.org/abs/1506.01186">Smith, Cyclical learning rates for training
 *     neural networks</a>
 * @see <a href="https://docs.fast.ai/callback.schedule.html#learner.lr_find">fastai's lr_find</a>
 * @see <a
 *     href="https://lightning.ai/docs/pytorch/stable/api/lightning.pytorch.tuner.tuning.Tuner.html">Lightning's
 *     lr_find</a>
 */
public record LearningRateFinder(float from, float to, int steps, int sweeps, double beta) {

  private static final double DIVERGED = 4;
  private static final int FEWEST = 20;

  /** Checks the numbers. */
  public LearningRateFinder {
    if (!(from > 0 && from < to) || Float.isInfinite(to)) {
      throw new IllegalArgumentException(
          "A sweep goes from a learning rate above 0 to a larger one, not from %s to %s."
              .formatted(from, to));
    }
    if (steps < FEWEST) {
      throw new IllegalArgumentException(
          "A sweep takes at least %d steps, not %d.".formatted(FEWEST, steps));
    }
    if (sweeps < 1) {
      throw new IllegalArgumentException("There is at least 1 sweep, not " + sweeps + ".");
    }
    if (!(beta >= 0 && beta < 1)) {
      throw new IllegalArgumentException(
          "The smoothing must lie from 0 to below 1, not be " + beta + ".");
    }
  }

  /** Five times a hundred steps from 1e-7 to 10. */
  public LearningRateFinder() {
    this(1e-7f, 10, 100, 5, 0.98);
  }

  /**
   * Runs the sweeps.
   *
   * @param trainer has its parameters, running states, optimizer and learning rate back afterwards
   * @param data in shuffled batches; begun again if it is used up
   * @param seed decides the order of the samples
   * @param workers threads that read ahead, at least 1
   * @return what it saw, with its suggestion
   * @throws TrainingException if the loss is not finite before there is enough to judge by, or
   *     falls nowhere
   */
  public LearningRateSweep run(Trainer trainer, Dataset data, long seed, int workers) {
    trainer.requireEpoch(data.size());
    var checked = trainer.checked(data);
    var state = trainer.state();
    float rate = trainer.learningRate();
    var all = new ArrayList<List<Float>>();
    try (var batches = new Endless(checked, trainer, trainer.stepSize(), seed, workers)) {
      for (int i = 0; i < sweeps; i++) {
        all.add(sweep(trainer, batches));
        trainer.restore(state);
      }
    } finally {
      trainer.restore(state);
      trainer.learningRate(rate);
    }
    var rates = new float[steps];
    for (int i = 0; i < steps; i++) {
      rates[i] = rate(i);
    }
    return new LearningRateCurve(rates, all).sweep();
  }

  /** Batches of one epoch after the other, but for those that the loss leaves out. */
  private static final class Endless implements AutoCloseable {

    private final Dataset data;
    private final Trainer trainer;
    private final int size;
    private final long seed;
    private final int workers;
    private int epoch;
    private Batches batches;

    Endless(Dataset data, Trainer trainer, int size, long seed, int workers) {
      this.data = data;
      this.trainer = trainer;
      this.size = size;
      this.seed = seed;
      this.workers = workers;
      this.batches = Batches.shuffled(data, size, seed, 0, workers);
    }

    Batch next() {
      for (int i = 0; i <= 2 * batches.count(); i++) { // an epoch, wherever this one stands
        var batch = following();
        if (trainer.counted(batch.y(), batch.count()) > 0) {
          return batch;
        }
      }
      throw new TrainingException(
          "The loss leaves all %d samples out, by its ignoreIndex: nothing is left to train on."
              .formatted(data.size()));
    }

    private Batch following() {
      if (!batches.hasNext()) {
        batches.close();
        epoch++;
        batches = Batches.shuffled(data, size, seed, epoch, workers);
      }
      return batches.next();
    }

    @Override
    public void close() {
      batches.close();
    }
  }

  private List<Float> sweep(Trainer trainer, Endless batches) {
    var losses = new ArrayList<Float>();
    double mean = 0;
    double best = Double.POSITIVE_INFINITY;
    while (losses.size() < steps) {
      var batch = batches.next();
      trainer.learningRate(rate(losses.size()));
      float loss = trainer.step(batch.x(), batch.y(), batch.count());
      losses.add(loss);
      mean = beta * mean + (1 - beta) * loss;
      double smooth = mean / (1 - Math.pow(beta, losses.size()));
      best = Math.min(best, smooth);
      if (!Float.isFinite(loss) || smooth > DIVERGED * best) {
        return losses;
      }
    }
    return losses;
  }

  /** The rate of a step, counted from 0. */
  private float rate(int step) {
    return (float) (from * Math.pow((double) to / from, step / (steps - 1.0)));
  }
}
