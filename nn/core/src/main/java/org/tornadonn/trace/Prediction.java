package org.tornadonn.trace;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One sample on its way through every layer.
 *
 * @param sample which one: {@code row 0}, or a file
 * @param layers its stages, the input first
 * @param scores the model's output
 * @param shares of a classifier: the scores as shares that add up to 1 (softmax)
 * @param predicted of a classifier: the class with the highest score
 * @param actual the right class, where it is known
 * @param degrees of an orientation model: the angle, counter-clockwise, in [0, 360)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Prediction(
    String sample,
    List<Stage> layers,
    List<Float> scores,
    @Nullable List<Double> shares,
    @Nullable Integer predicted,
    @Nullable Integer actual,
    @Nullable Double degrees) {

  /** Scores as shares that add up to 1. */
  static List<Double> softmax(List<Float> scores) {
    double largest = scores.stream().mapToDouble(score -> score).max().orElse(0);
    double sum = scores.stream().mapToDouble(score -> Math.exp(score - largest)).sum();
    return scores.stream().map(score -> Math.exp(score - largest) / sum).toList();
  }
}
