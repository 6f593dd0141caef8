package org.tornadonn.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.Dataset;
import org.tornadonn.layer.Mode;
import org.tornadonn.layer.Model;

/**
 * The training loop: epochs over a data set in shuffled batches, each followed by validation. The
 * model gets what was trained after every epoch, not before.
 *
 * @param epochs passes over the training set, at least 1
 * @param seed decides the order of the samples
 * @param workers threads that read samples ahead
 * @param schedule the learning rate over the training
 * @param plateau reduces that rate where the goal gets no better; null for never
 * @param stopping when to stop before the last epoch; null for never
 * @param goal by what epochs are compared
 */
public record Fit(
    int epochs,
    long seed,
    int workers,
    Schedule schedule,
    @Nullable ReduceOnPlateau plateau,
    @Nullable EarlyStopping stopping,
    Goal goal) {

  /**
   * Checks the number of epochs.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Fit {
    if (epochs < 1) {
      throw new IllegalArgumentException("Epochs must be at least 1, not " + epochs + ".");
    }
  }

  /**
   * Epochs in which the learning rate changes by schedule alone, compared by training loss.
   *
   * @param epochs passes over the training set, at least 1
   * @param seed decides the order of the samples
   * @param workers threads that read samples ahead; 0 reads between the steps
   * @param schedule the learning rate over the training
   */
  public Fit(int epochs, long seed, int workers, Schedule schedule) {
    this(epochs, seed, workers, schedule, null, null, Goal.trainLoss());
  }

  /**
   * Epochs in a constant learning rate, two threads that read ahead.
   *
   * @param epochs passes over the training set, at least 1
   * @param seed decides the order of the samples
   */
  public Fit(int epochs, long seed) {
    this(epochs, seed, 2, Schedule.constant());
  }

  /**
   * The same with epochs compared by another number.
   *
   * @param other by what epochs are compared
   * @return a copy of this
   */
  public Fit withGoal(Goal other) {
    return new Fit(epochs, seed, workers, schedule, plateau, stopping, other);
  }

  /**
   * Trains without a validation set.
   *
   * @param trainer what is trained, on which device and how
   * @param training at least as many samples as a step takes
   * @return what each epoch came to
   * @throws TrainingException as {@link #run(Trainer, Dataset, Dataset)}
   */
  public List<EpochReport> run(Trainer trainer, Dataset training) {
    return run(trainer, training, null);
  }

  /**
   * Trains.
   *
   * @param trainer what is trained, on which device and how
   * @param training at least as many samples as a step takes
   * @param validation measured after every epoch; null for none
   * @return what each epoch came to
   * @throws TrainingException if the loss is no longer finite, the set smaller than one step, the
   *     goal a number of a validation set that is missing, or a last batch of one sample too small
   *     for a batch norm
   * @throws org.tornadonn.data.DataException if a sample cannot be read, or the loss does not take
   *     its target: before the first step if the set knows its labels
   */
  public List<EpochReport> run(Trainer trainer, Dataset training, @Nullable Dataset validation) {
    return run(trainer, training, validation, FitState.FIRST, FitWatch.NONE);
  }

  /**
   * Trains, telling how it goes.
   *
   * @param trainer what is trained, on which device and how
   * @param training at least as many samples as a step takes
   * @param validation measured after every epoch; null for none
   * @param from where to begin: {@link FitState#FIRST}, or where an earlier fit stood, with a
   *     trainer that has its {@link TrainingState}; the rest is as if it had not stopped
   * @param watch called after every step and epoch
   * @return what each epoch that ended here came to; with {@link #stopping}, the trainer has at the
   *     end the weights of the best epoch
   * @throws TrainingException if the loss or a parameter is no longer finite, with the place where
   *     that began; if the training set is smaller than one step, or not the one that the earlier
   *     fit had; if the goal is a number of a validation set that is missing
   */
  public List<EpochReport> run(
      Trainer trainer,
      Dataset training,
      @Nullable Dataset validation,
      FitState from,
      FitWatch watch) {
    return run(trainer, training, validation, from, watch, Stepping.LOCAL);
  }

  /**
   * Trains where the steps are done elsewhere.
   *
   * @param trainer what is trained; validation runs on its device
   * @param training at least as many samples as a step takes
   * @param validation measured after every epoch; null for none
   * @param from where to begin
   * @param watch called after every step and epoch
   * @param stepping does the steps
   * @return what each epoch that ended here came to
   * @throws TrainingException as the others of this name
   */
  public List<EpochReport> run(
      Trainer trainer,
      Dataset training,
      @Nullable Dataset validation,
      FitState from,
      FitWatch watch,
      Stepping stepping) {
    requireBatch(training.size(), trainer.stepSize());
    trainer.requireEpoch(training.size());
    var checked = trainer.checked(training);
    var checkedValidation = validation == null ? null : trainer.checked(validation);
    requireSame(from, training.size(), trainer.stepSize());
    if (validation == null) {
      goal.requireNoValidation();
    }
    float base = trainer.learningRate();
    var reports = new ArrayList<EpochReport>();
    var state = from;
    boolean goesOn = true;
    while (goesOn && !isDone(state)) {
      var epoch = new FitEpoch(this, trainer, checked, stepping, base, state);
      if (!epoch.train(watch)) {
        return reports;
      }
      trainer.learningRate(base);
      var report = epoch.report(checkedValidation);
      state = after(report, epoch.state(), trainer, base);
      reports.add(report);
      trainer.sync();
      goesOn = watch.epoch(report, state);
    }
    if (isDone(state)) {
      restoreBest(trainer, state);
    }
    return reports;
  }

  /**
   * Gives a trainer and its model the weights of the best epoch, if {@link #stopping} is there to
   * keep them; at the end {@link #run} does so.
   *
   * @param trainer gets them
   * @param state where the fit stands; without a best epoch, nothing changes
   */
  public void restoreBest(Trainer trainer, FitState state) {
    if (!state.best().parameters().isEmpty()) {
      trainer.load(state.best().parameters());
      trainer.sync();
    }
  }

  /**
   * Whether nothing is left to do: all epochs are over, or it stopped early.
   *
   * @param state where the fit stands
   * @return true if {@link #run} would do nothing
   */
  public boolean isDone(FitState state) {
    return state.epoch() >= epochs || isStopped(state);
  }

  /**
   * Whether it stopped early.
   *
   * @param state where the fit stands
   * @return false without {@link #stopping}
   */
  public boolean isStopped(FitState state) {
    return stopping != null && state.stopping().stale() >= stopping.patience();
  }

  private FitState after(EpochReport report, FitState now, Trainer trainer, float base) {
    double measured = goal.value().applyAsDouble(report);
    double value = goal.of(report);
    var best = now.best();
    if (best.isBeatenBy(value)) {
      best =
          new FitState.Best(
              report.epoch(), value, stopping == null ? Map.of() : trainer.shownState());
    }
    return new FitState(
        report.epoch(),
        0,
        0,
        0,
        now.size(),
        now.batchSize(),
        best,
        plateau == null
            ? now.plateau()
            : plateau.after(now.plateau(), measured, goal.higherIsBetter(), base),
        stopping == null ? now.stopping() : stopping.after(now.stopping(), value));
  }

  /**
   * Checks that there is enough to train on.
   *
   * @param samples the size of the training set
   * @param batchSize the samples of a step
   * @throws TrainingException if there are fewer samples than in one batch
   */
  public static void requireBatch(int samples, long batchSize) {
    if (samples < batchSize) {
      throw new TrainingException(
          "The training set has %d samples, fewer than a batch of %d: use more data or a smaller batch."
              .formatted(samples, batchSize));
    }
  }

  /**
   * Checks that no step of an epoch leaves a batch norm a sample alone, as {@link #run} does,
   * before a device is opened.
   *
   * @param model what is to be trained
   * @param samples the size of the training set
   * @param batchSize how many run at a time
   * @throws TrainingException if one does; the message has a batch size that does not
   */
  public static void requireNoneAlone(Model model, int samples, int batchSize) {
    BatchNormLimit.of(model.record(batchSize, Mode.TRAIN).graph()).requireEpoch(samples, batchSize);
  }

  private static void requireSame(FitState from, int size, int batchSize) {
    if (from.size() != 0 && (from.size() != size || from.batchSize() != batchSize)) {
      throw new TrainingException(
          "The training began with %d samples in batches of %d, now there are %d in batches of %d: go on with the same, or begin anew."
              .formatted(from.size(), from.batchSize(), size, batchSize));
    }
  }
}
