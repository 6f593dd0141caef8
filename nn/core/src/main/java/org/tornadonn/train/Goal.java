package org.tornadonn.train;

import java.util.function.ToDoubleFunction;

/**
 * The number by which epochs are compared: which was the best, when the learning rate is reduced,
 * and when training stops early. NaN is worse than any number.
 *
 * @param name for messages, such as {@code validation loss}
 * @param higherIsBetter whether it should grow
 * @param value what an epoch came to
 */
public record Goal(String name, boolean higherIsBetter, ToDoubleFunction<EpochReport> value) {

  /** {@return a small training loss: all there is without a validation set} */
  public static Goal trainLoss() {
    return lowest("training loss", EpochReport::trainLoss);
  }

  /**
   * {@return a number that should be small, such as an error}
   *
   * @param name for people: {@code validation loss}
   * @param value finds it in what an epoch came to; NaN is worse than any number
   */
  public static Goal lowest(String name, ToDoubleFunction<EpochReport> value) {
    return new Goal(name, false, value);
  }

  /**
   * {@return a number that should be large, such as an accuracy}
   *
   * @param name for people: {@code validation loss}
   * @param value finds it in what an epoch came to; NaN is worse than any number
   */
  public static Goal highest(String name, ToDoubleFunction<EpochReport> value) {
    return new Goal(name, true, value);
  }

  /**
   * Checks, before a training without a validation set, that this is no number of one.
   *
   * @throws TrainingException if it is
   */
  void requireNoValidation() {
    var report = new EpochReport(1, 1, null, 1, 1, 1);
    double measured;
    try {
      measured = value.applyAsDouble(report);
    } catch (NullPointerException e) {
      measured = Double.NaN;
    }
    if (Double.isNaN(measured)) {
      throw new TrainingException(
          "The goal '%s' needs a validation set, but there is none: give one, or take Goal.trainLoss()."
              .formatted(name));
    }
  }

  /** What an epoch came to, as a number that should be small. */
  double of(EpochReport report) {
    double measured = value.applyAsDouble(report);
    return higherIsBetter ? -measured : measured;
  }

  /** What should be small or large. */
  @Override
  public String toString() {
    return (higherIsBetter ? "highest " : "lowest ") + name;
  }
}
