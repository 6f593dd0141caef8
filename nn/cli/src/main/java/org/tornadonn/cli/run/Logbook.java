package org.tornadonn.cli.run;

import org.jspecify.annotations.Nullable;
import org.tornadonn.data.DataException;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.train.Checkpoint;
import org.tornadonn.train.Checkpoints;
import org.tornadonn.train.EpochReport;
import org.tornadonn.train.Evaluation;
import org.tornadonn.train.Fit;
import org.tornadonn.train.FitProgress;
import org.tornadonn.train.FitState;
import org.tornadonn.train.FitWatch;
import org.tornadonn.train.Trainer;

/**
 * Keeps what a training comes to: metrics and models after every epoch, then a checkpoint, so that
 * whatever a run that goes on has not yet written is written again.
 */
final class Logbook implements FitWatch {

  private final TrainingRun run;
  private final Fit fit;
  private final Trainer trainer;
  private final Live line;
  private final Interruption interruption;
  private final Checkpoints checkpoints;
  private Checkpoint last;
  private boolean stepped;
  private @Nullable Evaluation evaluation;

  Logbook(
      TrainingRun run,
      Fit fit,
      Trainer trainer,
      Live line,
      Interruption interruption,
      Checkpoint last) {
    this.run = run;
    this.fit = fit;
    this.trainer = trainer;
    this.line = line;
    this.interruption = interruption;
    this.checkpoints = run.checkpoints();
    this.last = last;
  }

  /** The last checkpoint that was written, or where it began. */
  Checkpoint last() {
    return last;
  }

  /** Whether a step was done. */
  boolean stepped() {
    return stepped;
  }

  /** What the last complete epoch's model makes of the validation set; null if nobody looked. */
  @Nullable Evaluation evaluation() {
    return evaluation;
  }

  @Override
  public boolean step(FitProgress progress, FitState state) {
    stepped = true;
    line.step(progress);
    boolean stops = interruption.code() != 0;
    boolean due = run.checkpointSteps() > 0 && progress.step() % run.checkpointSteps() == 0;
    if (stops || (due && progress.step() < progress.steps())) {
      write(new Checkpoint(trainer.state(), state, last.data()));
    }
    return !stops;
  }

  @Override
  public boolean epoch(EpochReport report, FitState state) {
    line.close();
    evaluation = report.validation();
    var folder = run.folder();
    var lesson = run.lesson();
    var metrics = Metrics.of(lesson.task(), report, trainer.device().name());
    var checkpoint = new Checkpoint(trainer.state(), state, last.data());
    try {
      folder.addMetrics(metrics);
      if (state.isBest(report)) {
        lesson.task().save(folder.best(), lesson.model());
      }
      if (fit.isDone(state)) {
        fit.restoreBest(trainer, state);
      }
      lesson.task().save(folder.model(), lesson.model());
    } catch (DataException | ModelFileException e) {
      throw new DataException(e.getMessage() + " " + run.howToGoOn(last.fit()), e);
    }
    write(checkpoint);
    System.err.println(metrics.text(fit.epochs(), lesson.model().samples()));
    return interruption.code() == 0;
  }

  private void write(Checkpoint checkpoint) {
    try {
      var _ = checkpoints.write(checkpoint);
      last = checkpoint;
    } catch (ModelFileException e) {
      throw new DataException(e.getMessage() + " " + run.howToGoOn(last.fit()), e);
    }
  }
}
