package org.tornadonn.cli.predict;

import org.tornadonn.data.DataException;

/** Outputs of a model that say something: NaN is of no class, and points in no direction. */
final class FiniteOutputs {

  private FiniteOutputs() {}

  /**
   * Checks the outputs for a sample.
   *
   * @param name of the sample
   * @param at where its outputs begin
   * @param length how many they are
   * @throws DataException if one is NaN or infinite
   */
  static void require(String name, float[] outputs, int at, int length) {
    for (int i = at; i < at + length; i++) {
      if (!Float.isFinite(outputs[i])) {
        throw new DataException(
            "%s: the model gives %s, which is no answer: its weights, or numbers on the way from this input, are not finite. Train it with a smaller learning rate, or take an earlier checkpoint"
                .formatted(name, outputs[i]));
      }
    }
  }
}
