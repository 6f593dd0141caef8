package org.tornadonn.cli;

import java.util.Locale;
import org.tornadonn.data.Batches;
import org.tornadonn.device.Device;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.train.Checkpoint;
import org.tornadonn.train.EpochReport;
import org.tornadonn.train.Fit;
import org.tornadonn.train.MeasuredStep;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Trainer;

/**
 * Trains a model into a run folder, and tells on stderr how it goes.
 *
 * @param verify whether to compare the first batch with the portable loops
 */
record TrainingRun(
    RunFolder folder, Lesson lesson, Optimizer optimizer, int batchSize, Fit fit, boolean verify) {

  /**
   * Trains; the model file and the checkpoint are written after every epoch.
   *
   * @param given the devices to try
   * @param start where to begin
   * @return the device that finished it
   * @throws ExecutionException if a device fails and no other may be tried; the message says how to
   *     go on from the last epoch
   */
  Device run(Candidates given, Checkpoint start) {
    var candidates =
        given.fastest(
            () ->
                MeasuredStep.training(lesson.model(), lesson.task().loss(), optimizer, batchSize));
    var validation = lesson.validation();
    System.err.printf(
        Locale.ROOT,
        "Training on %s: %,d pictures, %s, %,d parameters%n",
        candidates.devices().getFirst(),
        lesson.training().size(),
        validation == null ? "no validation" : "%,d for validation".formatted(validation.size()),
        lesson.model().values().length);
    var last = new Last(start);
    for (int i = 0; ; i++) {
      try {
        candidates.test(i);
        var device = candidates.devices().get(i);
        train(device, last);
        return device;
      } catch (ExecutionException e) {
        if (last.stepped && !candidates.late()) {
          throw new ExecutionException(e.getMessage() + " " + howToGoOn(last), e);
        }
        if (candidates.isLast(i)) {
          throw e;
        }
        candidates.say(i, e);
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

  private void train(Device device, Last last) {
    var line = new Live(fit.epochs());
    try (var trainer =
        new Trainer(
            lesson.model(),
            lesson.task().loss(),
            optimizer,
            batchSize,
            device,
            last.checkpoint.state())) {
      System.err.printf("Placed on %s: %s%n", device, PlacementReport.line(trainer.placements()));
      if (verify) {
        try (var batches =
            Batches.shuffled(lesson.training(), batchSize, fit.seed(), 0, fit.workers())) {
          var first = batches.next();
          VerifyOption.show(trainer.verify(first.x(), first.y(), first.count()), device);
        }
      }
      fit.run(
          trainer,
          lesson.training(),
          lesson.validation(),
          last.checkpoint.epochs(),
          progress -> {
            last.stepped = true;
            line.step(progress);
          },
          report -> {
            line.close();
            last.checkpoint = keep(trainer, report, last.checkpoint.notes());
          });
    } finally {
      line.close();
    }
  }

  private Checkpoint keep(Trainer trainer, EpochReport report, String notes) {
    var metrics = Metrics.of(lesson.task(), report, trainer.device().name());
    var checkpoint = new Checkpoint(trainer.state(), report.epoch(), notes);
    folder.addMetrics(metrics);
    lesson.task().save(folder.model(), lesson.model());
    checkpoint.write(folder.checkpoint());
    System.err.println(metrics.text(fit.epochs()));
    return checkpoint;
  }

  private String howToGoOn(Last last) {
    return last.checkpoint.epochs() == 0
        ? "No epoch was complete: start again on another device, for example with --device jvm."
        : "Everything up to epoch %d is kept: go on with tornado-nn train --resume %s --device jvm."
            .formatted(last.checkpoint.epochs(), folder.path());
  }
}
