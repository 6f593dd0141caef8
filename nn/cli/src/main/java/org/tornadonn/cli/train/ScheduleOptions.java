package org.tornadonn.cli.train;

import org.jspecify.annotations.Nullable;
import org.tornadonn.train.EarlyStopping;
import org.tornadonn.train.Fit;
import org.tornadonn.train.Goal;
import org.tornadonn.train.ReduceOnPlateau;
import org.tornadonn.train.Schedule;
import picocli.CommandLine.Option;

/** The options that say how the learning rate changes, and when training stops early. */
final class ScheduleOptions {

  /** How the learning rate changes. */
  enum Rate {
    CONSTANT,
    COSINE,
    STEP,
    PLATEAU
  }

  private static final double COSINE_WARM_UP = 0.05;
  private static final ReduceOnPlateau PLATEAU = new ReduceOnPlateau();

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      defaultValue = "cosine",
      description =
          "Learning rate: constant; cosine, down to 0 at the end; step, times --gamma after every"
              + " --step-size epochs; plateau, times --factor when validation (without it, the"
              + " training loss) gets no better. Default: ${DEFAULT-VALUE}.")
  Rate rate = Rate.COSINE;

  @Option(
      names = "--warmup",
      paramLabel = "EPOCHS",
      description =
          "Epochs, or a part of one, in which the learning rate first rises from 0; the schedule"
              + " begins after it. Default: a twentieth of the epochs with cosine, else 0.")
  @Nullable Double warmUp;

  @Option(
      names = "--step-size",
      paramLabel = "EPOCHS",
      description = "With --schedule step: epochs between changes. Default: 30.")
  @Nullable Integer stepSize;

  @Option(
      names = "--gamma",
      paramLabel = "FACTOR",
      description = "With --schedule step: factor of a change. Default: 0.1.")
  @Nullable Double gamma;

  @Option(
      names = "--factor",
      paramLabel = "FACTOR",
      description = "With --schedule plateau: factor of a reduction. Default: 0.1.")
  @Nullable Double factor;

  @Option(
      names = "--plateau-patience",
      paramLabel = "EPOCHS",
      description =
          "With --schedule plateau: epochs without improvement that are let pass. Default: 10.")
  @Nullable Integer plateauPatience;

  @Option(
      names = "--threshold",
      paramLabel = "SHARE",
      description =
          "With --schedule plateau: which share of the best value it must be better by. Default:"
              + " 0.0001.")
  @Nullable Double threshold;

  @Option(
      names = "--patience",
      paramLabel = "EPOCHS",
      description =
          "Stop early after so many epochs without a better validation (without it, training loss),"
              + " and end with the weights of the best epoch.")
  @Nullable Integer patience;

  @Option(
      names = "--min-delta",
      paramLabel = "VALUE",
      description = "With --patience: how much better counts as better. Default: 0.")
  @Nullable Double minDelta;

  /**
   * The training loop of these options.
   *
   * @throws IllegalArgumentException if they make no sense
   */
  Fit fit(int epochs, long seed, int workers) {
    requireUsed("--step-size", stepSize, rate == Rate.STEP, "--schedule step");
    requireUsed("--gamma", gamma, rate == Rate.STEP, "--schedule step");
    requireUsed("--factor", factor, rate == Rate.PLATEAU, "--schedule plateau");
    requireUsed("--plateau-patience", plateauPatience, rate == Rate.PLATEAU, "--schedule plateau");
    requireUsed("--threshold", threshold, rate == Rate.PLATEAU, "--schedule plateau");
    requireUsed("--min-delta", minDelta, patience != null, "--patience");
    return new Fit(
        epochs, seed, workers, schedule(epochs), plateau(), stopping(), Goal.trainLoss());
  }

  private static void requireUsed(
      String option, @Nullable Object value, boolean used, String with) {
    if (value != null && !used) {
      throw new IllegalArgumentException("%s does nothing without %s".formatted(option, with));
    }
  }

  private Schedule schedule(int epochs) {
    double warm = warmUp != null ? warmUp : rate == Rate.COSINE ? COSINE_WARM_UP * epochs : 0;
    if (!(warm >= 0 && warm < epochs)) {
      throw new IllegalArgumentException(
          "--warmup must be 0 or more and less than --epochs, not " + warm);
    }
    var schedule =
        switch (rate) {
          case CONSTANT, PLATEAU -> Schedule.constant();
          case COSINE -> Schedule.cosine(epochs - warm);
          case STEP -> Schedule.step(stepSize == null ? 30 : stepSize, gamma == null ? 0.1 : gamma);
        };
    return schedule.warmUp(warm, 0);
  }

  private @Nullable ReduceOnPlateau plateau() {
    return rate != Rate.PLATEAU
        ? null
        : new ReduceOnPlateau(
            factor == null ? PLATEAU.factor() : factor,
            plateauPatience == null ? PLATEAU.patience() : plateauPatience,
            threshold == null ? PLATEAU.threshold() : threshold,
            true,
            0,
            0);
  }

  private @Nullable EarlyStopping stopping() {
    return patience == null ? null : new EarlyStopping(patience, minDelta == null ? 0 : minDelta);
  }
}
