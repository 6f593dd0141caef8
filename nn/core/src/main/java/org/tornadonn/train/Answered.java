package org.tornadonn.train;

import java.util.function.IntFunction;
import org.tornadonn.data.DataException;

/**
 * What a model made of some samples, beside what is right.
 *
 * @param outputs one after the other
 * @param targets one after the other
 * @param count the number of samples
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answered(float[] outputs, float[] targets, int count) {

  /** Whether each target can only be a class: one number for several outputs. */
  boolean areClasses() {
    return targets.length == count && outputs.length > count;
  }

  /**
   * Checks the targets.
   *
   * @param names what people call each sample
   * @throws DataException if the loss does not take one
   */
  void require(Targets taken, IntFunction<String> names) {
    var of = taken.of(outputs.length / count, targets.length / count);
    int length = of.length();
    if (targets.length != count * length) {
      throw new DataException(
          "A sample has %d numbers to a target, but the loss takes %d for an output of %s: use the data, the model and the loss that belong together."
              .formatted(targets.length / count, length, of.outputs().sample()));
    }
    for (int i = 0; i < count; i++) {
      var fault = of.loss().fault(targets, i * length, of.outputs());
      if (fault.isPresent()) {
        throw new DataException("%s: %s".formatted(names.apply(i), fault.get()));
      }
    }
  }

  /** Those that a loss does not leave out. */
  Answered counted(Targets taken) {
    var of = taken.of(outputs.length / count, targets.length / count);
    int counted = of.counted(targets, 0, count);
    if (counted == count) {
      return this;
    }
    int width = outputs.length / count;
    int length = targets.length / count;
    var kept = new Answered(new float[counted * width], new float[counted * length], counted);
    for (int i = 0, to = 0; i < count; i++) {
      if (of.counted(targets, i, 1) > 0) {
        System.arraycopy(outputs, i * width, kept.outputs, to * width, width);
        System.arraycopy(targets, i * length, kept.targets, to * length, length);
        to++;
      }
    }
    return kept;
  }
}
