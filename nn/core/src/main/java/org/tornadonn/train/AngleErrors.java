package org.tornadonn.train;

import java.util.Arrays;
import org.tornadonn.data.Angle;

/**
 * How far predicted angles are from the truth, the smaller way round the circle.
 *
 * @param images the number of pictures
 * @param meanErrorDegrees mean error, in degrees
 * @param medianErrorDegrees median error, in degrees
 * @param beyond90 the share of errors beyond 90°, from 0 to 1
 * @param loss mean squared error of (sin, cos)
 */
public record AngleErrors(
    int images, double meanErrorDegrees, double medianErrorDegrees, double beyond90, double loss) {

  /**
   * Compares predictions with answers, both as (sin, cos) pairs one after the other.
   *
   * @param predictions of any length: only their direction counts
   * @param answers as many
   * @return errors in degrees, from 0 to 180
   * @throws IllegalArgumentException if there are none, or not as many
   */
  public static AngleErrors of(float[] predictions, float[] answers) {
    if (predictions.length != answers.length || answers.length < 2) {
      throw new IllegalArgumentException(
          "%d predicted numbers cannot be compared with %d answers."
              .formatted(predictions.length, answers.length));
    }
    int images = answers.length / 2;
    var errors = new double[images];
    double squares = 0;
    for (int i = 0; i < images; i++) {
      var predicted = Angle.fromSinCos(predictions[2 * i], predictions[2 * i + 1]);
      errors[i] = predicted.errorTo(Angle.fromSinCos(answers[2 * i], answers[2 * i + 1]));
      for (int j = 2 * i; j < 2 * i + 2; j++) {
        double difference = (double) predictions[j] - answers[j];
        squares += difference * difference;
      }
    }
    Arrays.sort(errors);
    double median = (errors[(images - 1) / 2] + errors[images / 2]) / 2;
    long far = Arrays.stream(errors).filter(error -> error > 90).count();
    return new AngleErrors(
        images,
        Arrays.stream(errors).average().orElse(0),
        median,
        (double) far / images,
        squares / answers.length);
  }
}
