package org.tornadonn.train;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The class of a sample, as cross-entropy and the measures of classifiers take it: a whole number
 * from 0, held by a float.
 */
final class ClassIndex {

  /** The most classes whose indices are floats of their own: 2^24 and the one before it. */
  static final int MOST = (1 << 24) + 1;

  private ClassIndex() {}

  /** Whether a label is the index of one of some classes. */
  static boolean isOf(float label, int classes) {
    return label >= 0 && label < classes && label == (int) label;
  }

  /**
   * What is wrong with a label, as the rest of a sentence: {@code class 7, but the model has 3
   * classes, 0 to 2}. Empty if it is the index of a class.
   */
  static Optional<String> fault(float label, int classes) {
    if (isOf(label, classes)) {
      return Optional.empty();
    }
    var range = classes == 1 ? "1 class, 0" : "%d classes, 0 to %d".formatted(classes, classes - 1);
    return Optional.of(
        isWhole(label)
            ? "class %s, but the model has %s".formatted(text(label), range)
            : "class %s, which is no whole number; the model has %s".formatted(text(label), range));
  }

  /**
   * Checks the labels of some samples.
   *
   * @throws IllegalArgumentException if one is the index of no class; the message names the sample
   */
  static void require(float[] labels, int classes) {
    for (int i = 0; i < labels.length; i++) {
      var fault = fault(labels[i], classes);
      if (fault.isPresent()) {
        throw new IllegalArgumentException("sample %d: %s.".formatted(i, fault.get()));
      }
    }
  }

  /** What to do about it. */
  static String remedy(float label, int classes) {
    if (label == classes) {
      return "Labels that are counted from 1 are the usual cause: subtract 1 from each.";
    }
    if (!isWhole(label)) {
      return "Give each sample the index of its class, counted from 0.";
    }
    return label < 0
        ? "Labels are counted from 0; a loss that is to leave such samples out says so: Loss.crossEntropy().ignoreIndex(%s)."
            .formatted(text(label))
        : "Labels are counted from 0: repair them, or give the model as many outputs as there are classes.";
  }

  private static boolean isWhole(float label) {
    return Float.isFinite(label) && label == Math.rint(label);
  }

  private static String text(float label) {
    return isWhole(label) ? new BigDecimal(label).toPlainString() : String.valueOf(label);
  }
}
