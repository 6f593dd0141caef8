package org.tornadonn.trace;

import java.util.Locale;

/** What the numbers of a training say, in words; nothing is said that they do not show. */
final class Observation {

  /** A change of loss below this share is hardly one. */
  private static final double FLAT = 0.02;

  /** An accuracy on unseen rows this far below that on the training rows is worse. */
  private static final double GAP = 0.03;

  private Observation() {}

  /**
   * Compares an epoch with what was before.
   *
   * @param gained how many more rows are right; negative if fewer
   */
  static String of(double lossBefore, double loss, int gained, boolean steepest) {
    var rows =
        gained == 0
            ? "as many rows right"
            : String.format(
                Locale.ROOT, "%,d %s rows right", Math.abs(gained), gained > 0 ? "more" : "fewer");
    double change = loss - lossBefore;
    if (Math.abs(change) < FLAT * lossBefore) {
      return "loss hardly moves, " + rows;
    }
    return String.format(
        Locale.ROOT,
        "loss %s by %.2f, %s%s",
        change < 0 ? "falls" : "rises",
        Math.abs(change),
        rows,
        steepest ? ": the steepest" : "");
  }

  /** Compares the end of a training with its start, and with rows that it has not seen. */
  static String summary(Score start, double guessing, int classes, Epoch last, Score unseen) {
    var text =
        String.format(
            Locale.ROOT,
            "Before training the loss is %.2f; a guess among %d classes costs ln %d = %.2f. In epoch %d"
                + " it is %.2f, and the share of right rows went from %.0f%% to %.0f%%. On rows that it"
                + " was not trained on, %.0f%% are right: ",
            start.loss(),
            classes,
            classes,
            guessing,
            last.epoch(),
            last.loss(),
            100 * start.accuracy(),
            100 * last.accuracy(),
            100 * unseen.accuracy());
    if (last.accuracy() < start.accuracy() + GAP) {
      return text + "it has learned little.";
    }
    return text
        + (unseen.accuracy() > last.accuracy() - GAP
            ? "what it has learned holds for new rows too."
            : "fewer, so part of what it has learned holds for its own rows only.");
  }
}
