package org.tornadonn.train;

/** Checks of an optimizer's settings, and the arithmetic that Adam and its kin share. */
final class Setting {

  private Setting() {}

  static void rate(float learningRate) {
    if (!(learningRate >= 0) || Float.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "The learning rate must be a number from 0 up, not " + learningRate + ".");
    }
  }

  static void notNegative(String name, Number value) {
    if (!(value.doubleValue() >= 0)) {
      throw new IllegalArgumentException("The " + name + " must be 0 or more, not " + value + ".");
    }
  }

  static void positive(String name, float value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException("The " + name + " must be above 0, not " + value + ".");
    }
  }

  static void share(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "The %s must lie in [0, 1), not %s.".formatted(name, value));
    }
  }

  static void adam(float rate, double beta1, double beta2, float epsilon, float weightDecay) {
    rate(rate);
    notNegative("weight decay", weightDecay);
    notNegative("epsilon", epsilon);
    if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
      throw new IllegalArgumentException(
          "The betas must lie in [0, 1), not (%s, %s).".formatted(beta1, beta2));
    }
  }

  /**
   * Step size with bias correction, correction of the root, factor on the weights, no look ahead.
   */
  static float[] adamControl(long step, float rate, double beta1, double beta2, float shrink) {
    return new float[] {
      (float) (rate / (1 - Math.pow(beta1, (double) step))),
      (float) (1 / Math.sqrt(1 - Math.pow(beta2, (double) step))),
      shrink,
      0
    };
  }
}
