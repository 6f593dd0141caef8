package org.tornadonn.train;

import java.util.Locale;

/**
 * How far predicted numbers are from the truth, filled batch by batch in constant memory.
 *
 * <p>A NaN among them makes the means NaN.
 */
public final class RegressionErrors {

  private long numbers;
  private double absolute;
  private double squares;
  private double mean;
  private double deviations;

  /** Errors of no predictions yet. */
  public RegressionErrors() {}

  /**
   * {@return the errors of some predictions}
   *
   * @param predictions one number for each answer
   * @param answers as many
   * @throws IllegalArgumentException if there are not as many
   */
  public static RegressionErrors of(float[] predictions, float[] answers) {
    var errors = new RegressionErrors();
    errors.add(predictions, answers);
    return errors;
  }

  /**
   * Counts what a model makes of samples.
   *
   * @param seen predictions and answers
   * @throws IllegalArgumentException if there are not as many predictions as answers
   */
  public void add(Evaluation seen) {
    add(seen.predictions(), seen.answers());
  }

  /**
   * {@return the errors on a data set}
   *
   * @param seen what a model makes of it
   * @throws IllegalArgumentException if there are not as many predictions as answers
   */
  public static RegressionErrors of(Evaluation seen) {
    return of(seen.predictions(), seen.answers());
  }

  /**
   * Counts a batch.
   *
   * @param predictions one number for each answer
   * @param answers as many
   * @throws IllegalArgumentException if there are not as many
   */
  public void add(float[] predictions, float[] answers) {
    if (predictions.length != answers.length) {
      throw new IllegalArgumentException(
          "%d predicted numbers cannot be compared with %d answers."
              .formatted(predictions.length, answers.length));
    }
    for (int i = 0; i < answers.length; i++) {
      double error = (double) predictions[i] - answers[i];
      absolute += Math.abs(error);
      squares += error * error;
      numbers++;
      double away = answers[i] - mean;
      mean += away / numbers;
      deviations += away * (answers[i] - mean);
    }
  }

  /** {@return how many numbers were compared} */
  public long numbers() {
    return numbers;
  }

  /** {@return the mean absolute error; 0 without numbers} */
  public double meanAbsoluteError() {
    return numbers == 0 ? 0 : absolute / numbers;
  }

  /** {@return the root of the mean squared error; 0 without numbers} */
  public double rootMeanSquaredError() {
    return numbers == 0 ? 0 : Math.sqrt(squares / numbers);
  }

  /**
   * {@return R², the share of the answers' variance that is predicted: 1 if all is right, 0 where
   * their mean would do as well, and below 0 where it would do better} NaN if the answers are all
   * the same.
   *
   * @see <a
   *     href="https://scikit-learn.org/stable/modules/generated/sklearn.metrics.r2_score.html">r2_score</a>
   */
  public double rSquared() {
    return deviations > 0 ? 1 - squares / deviations : Double.NaN;
  }

  /** Both errors, and of how many numbers. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "mean absolute error %.6g, root mean squared error %.6g, of %d numbers",
        meanAbsoluteError(),
        rootMeanSquaredError(),
        numbers);
  }
}
