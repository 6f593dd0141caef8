package org.tornadonn.train;

import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.tornadonn.heap.Heap;

/**
 * How often a classifier takes each class for each other, filled batch by batch: memory depends on
 * the number of classes only.
 *
 * <p>A class that never occurs has recall 0, one that is never predicted precision 0, and one that
 * is neither has F1 0: scikit-learn's {@code zero_division=0}. Macro means are over all classes,
 * also those that never occur.
 *
 * @see <a
 *     href="https://scikit-learn.org/stable/modules/generated/sklearn.metrics.precision_recall_fscore_support.html">scikit-learn</a>
 */
public final class ConfusionMatrix {

  private final int classes;
  private final long[] counts;

  /**
   * An empty matrix.
   *
   * @param classes the number of classes, at least 2
   */
  public ConfusionMatrix(int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException(
          "A classifier tells at least 2 classes apart, not " + classes + ".");
    }
    this.classes = classes;
    this.counts =
        Heap.longs(
            (long) classes * classes, () -> "A confusion matrix of %d classes".formatted(classes));
  }

  /**
   * Counts a batch; the class with the highest score is the predicted one, of equal scores the
   * first.
   *
   * @param scores for each sample one number for each class
   * @param answers for each sample its class, counted from 0
   * @throws IllegalArgumentException if the numbers do not fit, or an answer is no class; then
   *     nothing is counted
   */
  public void add(float[] scores, float[] answers) {
    add(scores, answers, answers.length);
  }

  /**
   * Counts what a model makes of samples.
   *
   * @param seen scores and answers
   * @throws IllegalArgumentException as {@link #add(float[], float[])}
   */
  public void add(Evaluation seen) {
    add(seen.predictions(), seen.answers(), seen.samples());
  }

  /**
   * Counts a batch of samples that may have several answers: a class for each pixel, or each token.
   *
   * @param scores {@code (classes, d1, …)} for each sample
   * @param answers {@code (d1, …)} for each sample, counted from 0
   * @param samples how many there are
   * @throws IllegalArgumentException as {@link #add(float[], float[])}
   */
  public void add(float[] scores, float[] answers, int samples) {
    if (scores.length != (long) answers.length * classes) {
      throw new IllegalArgumentException(
          "%d answers in %d classes need %d scores, but there are %d."
              .formatted(answers.length, classes, (long) answers.length * classes, scores.length));
    }
    ClassIndex.require(answers, classes);
    if (answers.length == 0) {
      return;
    }
    var placed = new PlacedScores(scores, answers, samples);
    for (int i = 0; i < answers.length; i++) {
      counts[((int) answers[i]) * classes + placed.highest(i)]++;
    }
  }

  /** {@return the number of classes} */
  public int classes() {
    return classes;
  }

  /**
   * {@return how many samples of a class were taken for another, or for their own}
   *
   * @param actual the index of the class that samples are of
   * @param predicted the index of the class that they were taken for
   */
  public long count(int actual, int predicted) {
    return counts[actual * classes + predicted];
  }

  /**
   * {@return how many samples are of a class}
   *
   * @param actual the index of the class that samples are of
   */
  public long support(int actual) {
    long sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += count(actual, c);
    }
    return sum;
  }

  /**
   * {@return how many samples were taken for a class}
   *
   * @param predicted the index of the class that they were taken for
   */
  public long predicted(int predicted) {
    long sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += count(c, predicted);
    }
    return sum;
  }

  /** {@return the number of samples} */
  public long samples() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  /** {@return the share of right answers, from 0 to 1; 0 without samples} */
  public double accuracy() {
    long right = 0;
    for (int c = 0; c < classes; c++) {
      right += count(c, c);
    }
    return share(right, samples());
  }

  /**
   * {@return the share of the samples taken for a class that is of it}
   *
   * @param c the index of the class
   */
  public double precision(int c) {
    return share(count(c, c), predicted(c));
  }

  /**
   * {@return the share of the samples of a class that was taken for it}
   *
   * @param c the index of the class
   */
  public double recall(int c) {
    return share(count(c, c), support(c));
  }

  /**
   * {@return the harmonic mean of precision and recall}
   *
   * @param c the index of the class
   */
  public double f1(int c) {
    return share(2 * count(c, c), predicted(c) + support(c));
  }

  /** {@return the mean precision of all classes} */
  public double macroPrecision() {
    return mean(this::precision);
  }

  /** {@return the mean recall of all classes} */
  public double macroRecall() {
    return mean(this::recall);
  }

  /** {@return the mean F1 of all classes} */
  public double macroF1() {
    return mean(this::f1);
  }

  private double mean(IntToDoubleFunction measure) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += measure.applyAsDouble(c);
    }
    return sum / classes;
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /** More classes than these make no table that anybody can read. */
  private static final int MOST = 20;

  /** The counts, a row for each actual class and a column for each predicted one, and the sums. */
  @Override
  public String toString() {
    var text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%d samples in %d classes, accuracy %.4f, macro F1 %.4f",
                samples(),
                classes,
                accuracy(),
                macroF1()));
    for (int actual = 0; actual < classes && classes <= MOST; actual++) {
      text.append(String.format(Locale.ROOT, "%n%5d:", actual));
      for (int predicted = 0; predicted < classes; predicted++) {
        text.append(String.format(Locale.ROOT, " %7d", count(actual, predicted)));
      }
    }
    return text.toString();
  }
}
