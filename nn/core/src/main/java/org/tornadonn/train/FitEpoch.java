package org.tornadonn.train;

import org.jspecify.annotations.Nullable;
import org.tornadonn.data.Dataset;

/** One epoch of a fit, from wherever in it an earlier one stopped. */
final class FitEpoch {

  private final Fit fit;
  private final Trainer trainer;
  private final Dataset training;
  private final Stepping stepping;
  private final float base;
  private final long start = System.nanoTime();
  private final int earlier;
  private FitState state;
  private double seconds;
  private int steps;

  FitEpoch(
      Fit fit, Trainer trainer, Dataset training, Stepping stepping, float base, FitState state) {
    this.fit = fit;
    this.trainer = trainer;
    this.training = training;
    this.stepping = stepping;
    this.base = base;
    this.state = state;
    this.earlier = seen();
  }

  /** Trains to the end of the epoch, and returns true, or to where the watch stops it. */
  boolean train(FitWatch watch) {
    int epoch = state.epoch();
    int size = training.size();
    int batchSize = trainer.stepSize();
    try (var all = stepping.epoch(trainer, training, fit.seed(), epoch, fit.workers())) {
      steps = all.count();
      all.skip(state.step());
      while (all.hasNext()) {
        trainer.learningRate(rate(epoch + (double) state.step() / steps));
        var step = all.next();
        float loss = step.loss();
        if (!Float.isFinite(loss)) {
          throw TrainingException.notFinite(
              trainer, step.batch().get(), loss, state.step() + 1, epoch + 1);
        }
        state = state.stepped(loss, step.count(), size, batchSize);
        var progress = new FitProgress(epoch + 1, state.step(), steps, loss, samplesPerSecond());
        if (!watch.step(progress, state)) {
          return false;
        }
      }
    }
    if (state.samples() == 0) {
      throw new TrainingException(
          "The loss leaves all %d samples of the training set out, by its ignoreIndex: nothing is left to train on."
              .formatted(size));
    }
    var broken = trainer.breakdown();
    if (broken.isPresent()) {
      throw TrainingException.notFinite(broken.get(), base, state.step(), epoch + 1);
    }
    seconds = seconds();
    return true;
  }

  /** Where the fit stands. */
  FitState state() {
    return state;
  }

  /** What the epoch came to. */
  EpochReport report(@Nullable Dataset validation) {
    int epoch = state.epoch();
    double speed = (seen() - earlier) / seconds;
    return new EpochReport(
        epoch + 1,
        state.lossSum() / state.samples(),
        validation == null
            ? null
            : Evaluation.of(
                trainer::predict,
                new Targets(trainer.loss(), trainer.model().outputs()),
                validation,
                trainer.batchSize(),
                fit.workers()),
        speed,
        seconds,
        rate(epoch + (steps - 1.0) / steps));
  }

  private float rate(double epoch) {
    return (float) (fit.schedule().rate(base, epoch) * state.plateau().scale());
  }

  private double samplesPerSecond() {
    return (seen() - earlier) / seconds();
  }

  /** The samples of the steps that are done, with those that the loss leaves out. */
  private int seen() {
    return (int) Math.min((long) state.step() * trainer.stepSize(), training.size());
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
