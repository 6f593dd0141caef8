package org.tornadonn.train;

/**
 * How many samples a classifier puts into the right class.
 *
 * @param samples the number of samples, at least 1
 * @param right how many of them got the highest score for their own class; none of those that got
 *     NaN for any class
 */
public record Accuracy(int samples, int right) {

  /**
   * Compares scores with answers.
   *
   * @param scores for each sample one number for each class
   * @param classes for each sample its class, counted from 0
   * @return how many are right
   * @throws IllegalArgumentException if there are none, the numbers do not fit, or an answer is no
   *     class
   */
  public static Accuracy of(float[] scores, float[] classes) {
    if (classes.length == 0 || scores.length == 0 || scores.length % classes.length != 0) {
      throw new IllegalArgumentException(
          "%d scores cannot be compared with %d classes.".formatted(scores.length, classes.length));
    }
    int width = scores.length / classes.length;
    ClassIndex.require(classes, width);
    int right = 0;
    for (int i = 0; i < classes.length; i++) {
      int taken = highest(scores, i * width, width);
      boolean isNumber = !Float.isNaN(scores[i * width + taken]);
      right += isNumber && taken == classes[i] ? 1 : 0;
    }
    return new Accuracy(classes.length, right);
  }

  /**
   * {@return how many of a data set are right}
   *
   * @param seen what a model makes of it
   * @throws IllegalArgumentException as {@link #of(float[], float[])}
   */
  public static Accuracy of(Evaluation seen) {
    return of(seen.predictions(), seen.answers());
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
    int highest = 0;
    for (int c = 1; c < classes; c++) {
      float score = scores[at + c];
      float best = scores[at + highest];
      highest = score > best || (Float.isNaN(score) && !Float.isNaN(best)) ? c : highest;
    }
    return highest;
  }

  /** {@return the share of right answers, from 0 to 1} */
  public double share() {
    return (double) right / samples;
  }
}
