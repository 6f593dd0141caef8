package org.tornadonn.cli.train;

import org.jspecify.annotations.Nullable;
import org.tornadonn.train.Clipping;
import org.tornadonn.train.Ema;
import org.tornadonn.train.StepOptions;
import picocli.CommandLine.Option;

/** The options that say what a training step does beside forward, backward and the optimizer. */
final class StepFlags {

  @Option(
      names = "--clip-norm",
      paramLabel = "NORM",
      description = "Shrink all gradients together where their norm is larger.")
  @Nullable Float clipNorm;

  @Option(
      names = "--clip-value",
      paramLabel = "VALUE",
      description = "Cut each gradient that is larger, of either sign.")
  @Nullable Float clipValue;

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Batches to a step: their gradients are averaged before the one update, as if they were"
              + " one batch of N times --batch. Default: ${DEFAULT-VALUE}.")
  int accumulate;

  @Option(
      names = "--ema",
      paramLabel = "DECAY",
      description =
          "Validate and save an average of the weights, of which each step is a share of 1 - DECAY:"
              + " 0.999, for example.")
  @Nullable Double ema;

  /**
   * What these options mean.
   *
   * @throws IllegalArgumentException if they make no sense
   */
  StepOptions step() {
    if (clipNorm != null && clipValue != null) {
      throw new IllegalArgumentException("--clip-norm and --clip-value are mutually exclusive");
    }
    if (accumulate < 1) {
      throw new IllegalArgumentException("--accumulate must be at least 1, not " + accumulate);
    }
    var clipping =
        clipNorm != null
            ? Clipping.norm(clipNorm)
            : clipValue != null ? Clipping.value(clipValue) : Clipping.none();
    var options = StepOptions.plain().clip(clipping).accumulate(accumulate);
    return ema == null ? options : options.average(new Ema(ema));
  }
}
