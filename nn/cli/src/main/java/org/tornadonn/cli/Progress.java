package org.tornadonn.cli;

import java.util.Objects;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A live line on a terminal, and nothing where there is none. */
final class Progress implements AutoCloseable {

  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /** A line that begins with a task and counts up to a total. */
  static Progress of(String task, long total, String unit) {
    if (!onTerminal()) {
      return new Progress(null);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setUnit(" " + unit, 1)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .continuousUpdate()
            .build());
  }

  /** Whether somebody is watching. */
  static boolean onTerminal() {
    var console = System.console();
    return Objects.nonNull(console) && console.isTerminal();
  }

  /** Moves on, with a remark behind the bar. */
  void at(long done, String remark) {
    if (bar != null) {
      bar.stepTo(done);
      bar.setExtraMessage(remark);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
