package org.tornadonn.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tornadonn.train.FitProgress;

/** The progress line of a training: one bar for each epoch. */
final class Live implements AutoCloseable {

  private final int epochs;
  private @Nullable Progress bar;

  Live(int epochs) {
    this.epochs = epochs;
  }

  void step(FitProgress progress) {
    if (bar == null) {
      bar =
          Progress.of("Epoch %d/%d".formatted(progress.epoch(), epochs), progress.steps(), "steps");
    }
    bar.at(
        progress.step(),
        String.format(
            Locale.ROOT, "loss %.4f, %.0f images/s", progress.loss(), progress.imagesPerSecond()));
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
