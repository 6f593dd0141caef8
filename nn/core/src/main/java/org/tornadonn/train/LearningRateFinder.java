package org.tornadonn.train;

import java.util.ArrayList;
import java.util.List;
import org.tornadonn.data.Batches;
import org.tornadonn.data.Dataset;

/**
 * Looks for a learning rate: trains for some steps at rates that grow exponentially, watches the
 * smoothed loss, and puts everything back as it was.
 *
 * <p>The smoothed loss is an exponential mean without the bias of its beginning, {@code sᵢ = β·sᵢ₋₁
 * + (1 − β)·lossᵢ}, over {@code 1 − βⁱ⁺¹}. The sweep stops when it exceeds four times its smallest
 * value, or a loss is not finite.
 *
 * <p>The suggestion is the rate of steepest descent: of all stretches of a fifth of the sweep, the
 * middle of the one in which the straight line through the losses themselves, over the logarithm of
 * the rate, falls most. The smoothed loss would not do: its beginning follows every single batch,
 * and later it lags behind.
 *
 * @param from the first rate; default 1e-7
 * @param to the last rate; default 10
 * @param steps how many steps the sweep takes if nothing diverges, at least 20; default 100
 * @param beta how smooth, from 0 to below 1; default 0.98
 * @see <a href="https://arxiv.org/abs/1506.01186">Smith, Cyclical learning rates for training
 *     neural networks</a>
 * @see <a href="https://docs.fast.ai/callback.schedule.html#learner.lr_find">fastai's lr_find</a>
 */
public record LearningRateFinder(float from, float to, int steps, double beta) {

  private static final double DIVERGED = 4;
  private static final int FEWEST = 20;

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
    if (!(beta >= 0 && beta < 1)) {
      throw new IllegalArgumentException(
          "The smoothing must lie from 0 to below 1, not be " + beta + ".");
    }
  }

  /** A hundred steps from 1e-7 to 10. */
  public LearningRateFinder() {
    this(1e-7f, 10, 100, 0.98);
  }

  /**
   * Runs the sweep.
   *
   * @param trainer has its parameters, running states, optimizer and learning rate back afterwards
   * @param data in shuffled batches; begun again if it is used up
   * @param seed decides the order of the samples
   * @param workers threads that read ahead, at least 1
   * @throws TrainingException if the loss is not finite before there is enough to judge by, or
   *     falls nowhere
   */
  public LearningRateSweep run(Trainer trainer, Dataset data, long seed, int workers) {
    var state = trainer.state();
    float rate = trainer.learningRate();
    try {
      return sweep(trainer, data, seed, workers);
    } finally {
      trainer.restore(state);
      trainer.learningRate(rate);
    }
  }

  private LearningRateSweep sweep(Trainer trainer, Dataset data, long seed, int workers) {
    var losses = new ArrayList<Float>();
    for (int epoch = 0; losses.size() < steps; epoch++) {
      try (var batches = Batches.shuffled(data, trainer.stepSize(), seed, epoch, workers)) {
        while (batches.hasNext() && losses.size() < steps) {
          var batch = batches.next();
          trainer.learningRate(rate(losses.size()));
          losses.add(trainer.step(batch.x(), batch.y(), batch.count()));
          if (diverged(losses)) {
            return result(losses);
          }
        }
      }
    }
    return result(losses);
  }

  /** The rate of a step, counted from 0. */
  private float rate(int step) {
    return (float) (from * Math.pow((double) to / from, step / (steps - 1.0)));
  }

  private boolean diverged(List<Float> losses) {
    if (!Float.isFinite(losses.getLast())) {
      return true;
    }
    var smooth = smooth(losses);
    double best = Double.POSITIVE_INFINITY;
    for (double loss : smooth) {
      best = Math.min(best, loss);
    }
    return smooth[smooth.length - 1] > DIVERGED * best;
  }

  private double[] smooth(List<Float> losses) {
    var smooth = new double[losses.size()];
    double mean = 0;
    for (int i = 0; i < smooth.length; i++) {
      mean = beta * mean + (1 - beta) * losses.get(i);
      smooth[i] = mean / (1 - Math.pow(beta, i + 1.0));
    }
    return smooth;
  }

  private LearningRateSweep result(List<Float> all) {
    var losses = Float.isFinite(all.getLast()) ? all : all.subList(0, all.size() - 1);
    var smooth = smooth(losses);
    var points = new ArrayList<LearningRateSweep.Point>();
    for (int i = 0; i < smooth.length; i++) {
      points.add(new LearningRateSweep.Point(rate(i), losses.get(i), smooth[i]));
    }
    int half = steps / 10;
    int steepest = -1;
    double slope = 0;
    for (int i = half; i < losses.size() - half; i++) {
      double fall = 0; // the line's slope, but for a factor that all stretches have
      for (int k = -half; k <= half; k++) {
        fall += (double) k * losses.get(i + k);
      }
      if (fall < slope) {
        slope = fall;
        steepest = i;
      }
    }
    if (steepest < 0) {
      throw new TrainingException(
          "The loss falls at no learning rate from %s to %s, in %d steps: sweep over smaller rates, over more steps, or look at the data."
              .formatted(from, rate(all.size() - 1), all.size()));
    }
    return new LearningRateSweep(points, points.get(steepest).rate());
  }
}
