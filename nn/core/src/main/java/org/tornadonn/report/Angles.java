package org.tornadonn.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.Angle;
import org.tornadonn.train.AngleErrors;

/**
 * Predicted rotations, in degrees counter-clockwise.
 *
 * @param from where the samples are from: {@code validation set}
 * @param samples how many there were
 * @param meanError in degrees
 * @param medianError in degrees
 * @param beyond90 the share of errors beyond 90°, from 0 to 1
 * @param histogram how many errors lie in each 10 degrees, from 0–10 to 170–180
 * @param shown the first samples
 * @param worst those with the largest errors, the largest first
 */
public record Angles(
    String from,
    int samples,
    double meanError,
    double medianError,
    double beyond90,
    List<Integer> histogram,
    List<Sample> shown,
    List<Sample> worst)
    implements Outcome {

  private static final int BINS = 18;

  /**
   * A picture and its rotation.
   *
   * @param name what it is called
   * @param picture a PNG in base64; null if the input is no picture
   * @param truth in degrees
   * @param predicted in degrees
   * @param error the smaller way round, in degrees
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Sample(
      String name, @Nullable String picture, double truth, double predicted, double error) {}

  public Angles {
    histogram = List.copyOf(histogram);
    shown = List.copyOf(shown);
    worst = List.copyOf(worst);
  }

  /** Reads predictions and answers as (sin, cos) pairs. */
  public static Angles of(Predicted predicted) {
    var evaluation = predicted.evaluation();
    var errors = AngleErrors.of(evaluation.predictions(), evaluation.answers());
    var each = new double[errors.images()];
    var bins = new Integer[BINS];
    Arrays.fill(bins, 0);
    for (int i = 0; i < each.length; i++) {
      each[i] = angle(evaluation.predictions(), i).errorTo(angle(evaluation.answers(), i));
      bins[Math.min(BINS - 1, (int) (each[i] * BINS / 180))]++;
    }
    return new Angles(
        predicted.from(),
        errors.images(),
        errors.meanErrorDegrees(),
        errors.medianErrorDegrees(),
        errors.beyond90(),
        List.of(bins),
        samples(predicted, predicted.first(), each),
        samples(predicted, Predicted.worst(each), each));
  }

  private static Angle angle(float[] pairs, int i) {
    return Angle.fromSinCos(pairs[2 * i], pairs[2 * i + 1]);
  }

  private static List<Sample> samples(Predicted predicted, List<Integer> which, double[] errors) {
    var evaluation = predicted.evaluation();
    return which.stream()
        .map(
            i ->
                new Sample(
                    predicted.data().name(i),
                    predicted.picture(i),
                    angle(evaluation.answers(), i).degrees(),
                    angle(evaluation.predictions(), i).degrees(),
                    errors[i]))
        .toList();
  }
}
