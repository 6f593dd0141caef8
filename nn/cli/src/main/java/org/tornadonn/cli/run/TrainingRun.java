package org.tornadonn.cli.run;

import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.machine.Candidates;
import org.tornadonn.cli.machine.VerifyOption;
import org.tornadonn.cli.model.PlacementReport;
import org.tornadonn.data.Batches;
import org.tornadonn.data.DataException;
import org.tornadonn.device.Device;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.train.Checkpoint;
import org.tornadonn.train.Checkpoints;
import org.tornadonn.train.Evaluation;
import org.tornadonn.train.Fit;
import org.tornadonn.train.FitState;
import org.tornadonn.train.Goal;
import org.tornadonn.train.MeasuredStep;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.StepOptions;
import org.tornadonn.train.Stepping;
import org.tornadonn.train.Trainer;
import org.tornadonn.train.TrainingException;

/**
 * Trains a model into a run folder, and tells on stderr how it goes.
 *
 * @param configuration what {@code config.json} is to say
 * @param verify whether to compare the first batch with the portable loops
 * @param keep how many checkpoints are kept
 * @param checkpointSteps after how many steps within an epoch there is a checkpoint; 0 for only
 *     after epochs
 * @param stepping does the steps
 */
public record TrainingRun(
    RunFolder folder,
    Configuration configuration,
    Lesson lesson,
    Optimizer optimizer,
    int batchSize,
    StepOptions step,
    Fit fit,
    boolean verify,
    int keep,
    int checkpointSteps,
    Stepping stepping) {

  /**
   * Trains; models, metrics and a checkpoint are written after every epoch.
   *
   * @param given the devices to try
   * @param start where to begin
   * @return the device that finished it
   * @throws ExecutionException if a device fails and no other may be tried; the message says how to
   *     go on from the last checkpoint
   * @throws Stopped if a signal stopped it
   */
  public Device run(Candidates given, Checkpoint start) {
    var candidates =
        given.fastest(
            () ->
                MeasuredStep.training(lesson.model(), lesson.task().loss(), optimizer, batchSize));
    var validation = lesson.validation();
    System.err.printf(
        Locale.ROOT,
        "Training on %s: %,d samples, %s, %,d parameters%n",
        candidates.devices().getFirst(),
        lesson.training().size(),
        validation == null
            ? "no validation"
            : String.format(Locale.ROOT, "%,d for validation", validation.size()),
        lesson.model().values().length);
    var settings = configuration.on(candidates.devices().getFirst().name(), lesson.model());
    folder.replace(folder.configuration(), settings.text());
    var last = new Last(start);
    try (var interruption = new Interruption()) {
      for (int i = 0; ; i++) {
        var device = candidates.devices().get(i);
        try {
          candidates.test(i);
          train(device, interruption, last);
          return device;
        } catch (ExecutionException e) {
          if (last.stepped && !candidates.late()) {
            var other = device.isJvm() ? "" : " --device jvm";
            throw new ExecutionException(
                e.getMessage() + " " + howToGoOn(last.checkpoint.fit(), other), e);
          }
          if (candidates.isLast(i)) {
            throw e;
          }
          candidates.say(i, e);
        }
      }
    }
  }

  /** What is left if a device fails. */
  private static final class Last {

    Checkpoint checkpoint;
    boolean stepped;

    Last(Checkpoint start) {
      this.checkpoint = start;
    }
  }

  private void train(Device device, Interruption interruption, Last last) {
    var judged = fit.withGoal(goal());
    var line = new Live(fit.epochs(), lesson.model().samples());
    try (var trainer = trainer(device, last.checkpoint)) {
      System.err.printf("Placed on %s: %s%n", device, PlacementReport.line(trainer.placements()));
      if (verify) {
        try (var batches =
            Batches.shuffled(lesson.training(), batchSize, fit.seed(), 0, fit.workers())) {
          var first = batches.next();
          VerifyOption.show(trainer.verify(first.x(), first.y(), first.count()), device);
        }
      }
      var logbook = new Logbook(this, judged, trainer, line, interruption, last.checkpoint);
      try {
        judged.run(
            trainer,
            lesson.training(),
            lesson.validation(),
            last.checkpoint.fit(),
            logbook,
            stepping);
      } catch (TrainingException e) {
        report(trainer, String.valueOf(e.getMessage()), logbook::evaluation);
        throw e;
      } finally {
        last.checkpoint = logbook.last();
        last.stepped |= logbook.stepped();
      }
      report(judged, trainer, logbook);
    } finally {
      line.close();
    }
    end(judged, last.checkpoint.fit(), interruption.code());
  }

  private Trainer trainer(Device device, Checkpoint from) {
    return new Trainer(
        lesson.model(), lesson.task().loss(), optimizer, batchSize, device, from.training(), step);
  }

  /**
   * Writes the report of a training that is complete but for it.
   *
   * @param candidates the devices to try for predictions
   * @param last the checkpoint after its last epoch
   */
  public void report(Candidates candidates, Checkpoint last) {
    var judged = fit.withGoal(goal());
    try (var trainer = candidates.open(device -> trainer(device, last))) {
      judged.restoreBest(trainer, last.fit());
      new RunReport(this, trainer).write(ending(judged, last.fit()), validated(trainer));
    }
  }

  private @Nullable Evaluation validated(Trainer trainer) {
    var validation = lesson.validation();
    return validation == null
        ? null
        : Evaluation.of(trainer::predict, validation, batchSize, fit.workers());
  }

  private void report(Fit judged, Trainer trainer, Logbook logbook) {
    var state = logbook.last().fit();
    boolean isRestored = judged.isDone(state) && !state.best().parameters().isEmpty();
    report(
        trainer,
        ending(judged, state),
        () -> isRestored ? validated(trainer) : logbook.evaluation());
  }

  /** A report that fails is lost, and the training is not. */
  private void report(Trainer trainer, String ending, Supplier<@Nullable Evaluation> validated) {
    try {
      new RunReport(this, trainer).write(ending, validated.get());
    } catch (DataException e) {
      System.err.printf("%s%n", e.getMessage());
    }
  }

  private static String ending(Fit judged, FitState state) {
    if (judged.isStopped(state)) {
      return "Stopped early after epoch %s; the model is that of epoch %s."
          .formatted(state.epoch(), state.best().epoch());
    }
    return judged.isDone(state)
        ? "Finished %s %s.".formatted(state.epoch(), state.epoch() == 1 ? "epoch" : "epochs")
        : "Stopped after %s of %d.".formatted(where(state), judged.epochs());
  }

  private void end(Fit judged, FitState state, int code) {
    if (code != 0 && !judged.isDone(state)) {
      throw new Stopped("Stopped. " + howToGoOn(state), code);
    }
    if (judged.isStopped(state)) {
      System.err.printf(
          "Stopped early after epoch %d, %d without a better %s; the model is that of epoch %d.%n",
          state.epoch(), state.stopping().stale(), judged.goal().name(), state.best().epoch());
    }
  }

  private Goal goal() {
    var task = lesson.task();
    if (lesson.validation() == null) {
      return Goal.trainLoss();
    }
    return new Goal(
        task.decisive(),
        task.higherIsBetter(),
        report -> {
          var evaluation = report.validation();
          return evaluation == null
              ? Double.NaN
              : task.measure(evaluation).getOrDefault(task.decisive(), Double.NaN);
        });
  }

  Checkpoints checkpoints() {
    return new Checkpoints(folder.checkpoints(), keep);
  }

  /** What is kept, and the command to go on with it. */
  String howToGoOn(FitState state) {
    return howToGoOn(state, "");
  }

  private String howToGoOn(FitState state, String options) {
    if (state.epoch() == 0 && state.step() == 0) {
      return "No epoch was complete: start again with tornado-nn train --resume %s%s."
          .formatted(folder.path(), options);
    }
    return "Everything up to %s is kept: go on with tornado-nn train --resume %s%s."
        .formatted(where(state), folder.path(), options);
  }

  /** For people: {@code epoch 3}, {@code step 20 of epoch 4}. */
  public static String where(FitState state) {
    return state.step() == 0
        ? "epoch " + state.epoch()
        : "step %s of epoch %s".formatted(state.step(), state.epoch() + 1);
  }
}
