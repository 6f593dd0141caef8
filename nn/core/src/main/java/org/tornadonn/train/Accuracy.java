package org.tornadonn.train;

import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.ShapeException;

/**
 * How much a classifier puts into the right class: samples, or whatever of them has a class of its
 * own, such as pixels or tokens.
 *
 * @param samples how many there are, at least 1
 * @param right how many of them got the highest score for their own class; none of those that got
 *     NaN for any class
 */
public record Accuracy(int samples, int right) {

  /**
   * Compares scores with answers, one for each sample.
   *
   * @param scores for each sample one number for each class
   * @param classes for each sample its class, counted from 0
   * @return how many are right
   * @throws IllegalArgumentException if there are none, the numbers do not fit, or an answer is no
   *     class
   */
  public static Accuracy of(float[] scores, float[] classes) {
    return of(scores, classes, classes.length);
  }

  /**
   * Compares scores with answers, of which a sample may have several: a class for each pixel, or
   * each token. Scores lie as cross-entropy takes them: those of a sample for the first class, at
   * all places, before those for the next.
   *
   * @param scores {@code (classes, d1, …)} for each sample
   * @param classes {@code (d1, …)} for each sample, counted from 0
   * @param samples how many there are
   * @return how many classes are right
   * @throws IllegalArgumentException as {@link #of(float[], float[])}
   */
  public static Accuracy of(float[] scores, float[] classes, int samples) {
    var taken = new PlacedScores(scores, classes, samples);
    ClassIndex.require(classes, taken.width());
    int right = 0;
    for (int i = 0; i < classes.length; i++) {
      right += taken.isNumber(i) && taken.highest(i) == classes[i] ? 1 : 0;
    }
    return new Accuracy(classes.length, right);
  }

  /**
   * Compares scores with answers.
   *
   * @param scores {@code (n, classes)} or {@code (n, classes, d1, …)}
   * @param classes {@code (n)} or {@code (n, d1, …)}, counted from 0
   * @return how many are right
   * @throws ShapeException if the shapes do not fit
   * @throws IllegalArgumentException if an answer is no class
   */
  public static Accuracy of(Tensor scores, Tensor classes) {
    var from = scores.shape();
    boolean fits = from.rank() == classes.shape().rank() + 1 && classes.shape().rank() > 0;
    for (int i = 0; fits && i < classes.shape().rank(); i++) {
      fits = classes.shape().dim(i) == from.dim(i == 0 ? 0 : i + 1);
    }
    if (!fits) {
      throw new ShapeException(
          "Scores (n, classes, …) are compared with classes (n, …), but here are %s and %s."
              .formatted(from, classes.shape()));
    }
    return of(scores.values(), classes.values(), from.dim(0));
  }

  /**
   * {@return how much of a data set is right}
   *
   * @param seen what a model makes of it
   * @throws IllegalArgumentException as {@link #of(float[], float[], int)}
   */
  public static Accuracy of(Evaluation seen) {
    return of(seen.predictions(), seen.answers(), seen.samples());
  }

  /**
   * {@return the class with the highest of some scores; of equal ones the first; NaN is above all
   * numbers, as in PyTorch's {@code argmax}}
   *
   * @param scores of all samples, one after the other
   * @param at where the scores begin
   * @param classes how many there are
   */
  public static int highest(float[] scores, int at, int classes) {
    return highest(scores, at, classes, 1);
  }

  /** The same of scores that do not lie side by side. */
  static int highest(float[] scores, int at, int classes, int step) {
    int highest = 0;
    for (int c = 1; c < classes; c++) {
      float score = scores[at + c * step];
      float best = scores[at + highest * step];
      highest = score > best || (Float.isNaN(score) && !Float.isNaN(best)) ? c : highest;
    }
    return highest;
  }

  /** {@return the share of right ones, from 0 to 1} */
  public double share() {
    return (double) right / samples;
  }
}
