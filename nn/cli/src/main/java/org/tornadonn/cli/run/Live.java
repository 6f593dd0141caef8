package org.tornadonn.cli.run;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.show.Progress;
import org.tornadonn.train.FitProgress;

/** The progress line of a training: one bar for each epoch. */
final class Live implements AutoCloseable {

  private final int epochs;
  private final String samples;
  private @Nullable Progress bar;

  /**
   * For a training.
   *
   * @param samples what its speed counts: {@code images} or {@code rows}
   */
  Live(int epochs, String samples) {
    this.epochs = epochs;
    this.samples = samples;
  }

  void step(FitProgress progress) {
    if (bar == null) {
      bar =
          Progress.of("Epoch %s/%s".formatted(progress.epoch(), epochs), progress.steps(), "steps");
    }
    bar.at(
        progress.step(),
        String.format(
            Locale.ROOT,
            "loss %.4f, %.0f %s/s",
            progress.loss(),
            progress.imagesPerSecond(),
            samples));
  }

  /** Ends the bar of this epoch. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
