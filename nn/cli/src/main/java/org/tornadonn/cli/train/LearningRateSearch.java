package org.tornadonn.cli.train;

import java.util.Locale;
import org.tornadonn.cli.machine.Candidates;
import org.tornadonn.cli.run.Lesson;
import org.tornadonn.device.Device;
import org.tornadonn.train.LearningRateFinder;
import org.tornadonn.train.LearningRateSweep;
import org.tornadonn.train.Trainer;
import org.tornadonn.train.TrainingException;

/** What {@code --find-lr} does in place of a training. */
record LearningRateSearch(Lesson lesson, TrainingOptions options) {

  private static final LearningRateFinder FINDER = new LearningRateFinder();

  /**
   * Prints the suggestion; what led to it goes to stderr.
   *
   * @throws TrainingException if the loss falls nowhere, or by no more than its noise
   */
  void run(Candidates candidates) {
    var sweep = candidates.open(this::sweep);
    var points = sweep.points();
    var lowest = points.getFirst();
    for (var point : points) {
      lowest = point.smoothed() < lowest.smoothed() ? point : lowest;
    }
    System.err.printf(
        Locale.ROOT,
        "%d times %d steps at learning rates from %.1e to %.1e: smoothed loss %.4g at first, %.4g"
            + " at its lowest, at %.1e%n",
        FINDER.sweeps(),
        points.size(),
        points.getFirst().rate(),
        points.getLast().rate(),
        points.getFirst().smoothed(),
        lowest.smoothed(),
        lowest.rate());
    if (!sweep.isClear()) {
      throw new TrainingException(
          "No learning rate can be suggested: the loss falls by no more than its noise. Use a larger --batch than %d, or train with %s, the optimizer's usual rate, for some epochs and see."
              .formatted(options.batch, options.optimizer().learningRate()));
    }
    System.err.println("It falls most steeply at the learning rate:");
    System.out.printf(Locale.ROOT, "%.2g%n", sweep.suggestion());
  }

  private LearningRateSweep sweep(Device device) {
    System.err.printf("Looking for a learning rate on %s%n", device);
    var model = lesson.model();
    try (var trainer =
        new Trainer(
            model,
            lesson.task().loss(),
            options.optimizer(),
            options.batch,
            device,
            options.step())) {
      return FINDER.run(trainer, lesson.training(), options.seed, options.workers);
    }
  }
}
