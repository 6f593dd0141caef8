package org.tornadonn.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an epoch came to.
 *
 * @param number counts from 1
 * @param trainLoss the mean loss of its steps
 * @param validationLoss the loss on the validation set after it; null without one
 * @param measured what was measured on the validation set, under the names of {@link
 *     Report#measures}; may lack some
 * @param learningRate the learning rate of its last step; null if nobody kept it
 * @param samplesPerSecond speed of training
 * @param seconds time for training
 * @param device where
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Epoch(
    int number,
    double trainLoss,
    @Nullable Double validationLoss,
    Map<String, Double> measured,
    @Nullable Double learningRate,
    double samplesPerSecond,
    double seconds,
    String device) {

  public Epoch {
    measured = Map.copyOf(measured);
  }
}
