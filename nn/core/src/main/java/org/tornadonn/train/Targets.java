package org.tornadonn.train;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Signature;
import org.tornadonn.plan.Shape;

/**
 * The targets that a loss takes of a model, held against it on the host, before anything runs.
 *
 * @param signature what the model gives; null if nobody knows but for how many numbers
 */
record Targets(Loss loss, @Nullable Signature signature) {

  /** Classes, of a model that is not known. */
  static final Targets CLASSES = new Targets(Loss.crossEntropy(), null);

  static Targets of(Loss loss, Model model) {
    return new Targets(loss, model.outputs());
  }

  /**
   * The same of a model that gives so many numbers for a sample, if it is not known: one after the
   * other, or scores of classes for each number of a target.
   */
  Targets of(int numbers, int answers) {
    if (signature != null) {
      return this;
    }
    var flat = new Targets(loss, Signature.of(Signature.OUTPUT, Shape.of(numbers)));
    boolean isPlaced = answers > 1 && numbers % answers == 0 && flat.length() != answers;
    return isPlaced
        ? new Targets(loss, Signature.of(Signature.OUTPUT, Shape.of(numbers / answers, answers)))
        : flat;
  }

  /** What the model gives. */
  Signature outputs() {
    return Objects.requireNonNull(signature);
  }

  /** What the loss divides by, beside the number of samples. */
  double[] masses(float[] y, int from, int n) {
    return loss.masses(y, from, n, outputs());
  }

  /** How many samples are not left out. */
  int counted(float[] y, int from, int n) {
    return loss.counted(y, from, n, outputs());
  }

  /** What those weigh together. */
  double mass(float[] y, int from, int n) {
    return loss.mass(y, from, n, outputs());
  }

  /** The numbers of one. */
  int length() {
    return loss.targets(outputs()).size();
  }

  /**
   * Checks each.
   *
   * @param y n targets, one after the other
   * @throws IllegalArgumentException if the loss does not take one; the message names the sample
   */
  void require(float[] y, int n) {
    int length = length();
    for (int i = 0; i < n; i++) {
      var fault = loss.fault(y, i * length, outputs());
      if (fault.isPresent()) {
        throw new IllegalArgumentException(
            "sample %d: %s (Samples are counted from 0.)".formatted(i, fault.get()));
      }
    }
  }

  /**
   * Checks that there is something to take a mean over.
   *
   * @param counted how many of the samples are not left out
   * @param n all samples of a step
   * @throws IllegalArgumentException if all are left out
   */
  static void requireCounted(int counted, int n) {
    if (counted == 0) {
      throw new IllegalArgumentException(
          "The loss leaves all samples of the step out (%d of %d, by its ignoreIndex), so that it has no mean: use larger batches, or leave such samples out of the data."
              .formatted(n, n));
    }
  }
}
