package org.tornadonn.cli.show;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far something is, on stderr: a live line on a terminal, elsewhere nothing or a few lines. */
public final class Progress implements AutoCloseable {

  /** Lines where there is no terminal. */
  private static final int LINES = 10;

  private final String task;
  private final long total;
  private final String unit;
  private final @Nullable ProgressBar bar;
  private final boolean inLines;
  private long told;

  private Progress(String task, long total, String unit, boolean inLines) {
    this.task = task;
    this.total = total;
    this.unit = unit;
    this.inLines = inLines && total >= LINES * LINES;
    this.bar = isWatched() ? bar(task, total, unit) : null;
  }

  /**
   * A line that begins with a task and counts up to a total; nothing where there is no terminal.
   */
  public static Progress of(String task, long total, String unit) {
    return new Progress(task, total, unit, false);
  }

  /** The same, but where there is no terminal, a line after every tenth part of a large total. */
  public static Progress inLines(String task, long total, String unit) {
    return new Progress(task, total, unit, true);
  }

  private static ProgressBar bar(String task, long total, String unit) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .setUnit(" " + unit, 1)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200)
        .continuousUpdate()
        .build();
  }

  /** Whether what is printed to stdout is seen at once. */
  static boolean onTerminal() {
    var console = System.console();
    return Objects.nonNull(console) && console.isTerminal();
  }

  /** Whether somebody is watching stderr; stdout may go into a file. */
  static boolean isWatched() {
    try {
      var stderr = Files.readSymbolicLink(Path.of("/proc/self/fd/2"));
      return stderr.startsWith("/dev/pts") || stderr.startsWith("/dev/tty");
    } catch (IOException e) {
      return onTerminal(); // Only Linux has these files.
    }
  }

  /** Moves on, with a remark behind the bar. */
  public void at(long done, String remark) {
    if (bar != null) {
      bar.stepTo(done);
      bar.setExtraMessage(remark);
    } else if (inLines && done * LINES / total > told) {
      told = done * LINES / total;
      System.err.printf("%s: %,d of %,d %s%n", task, done, total, unit);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
