package org.tornadonn.train;

import java.util.Optional;
import org.tornadonn.layer.Signature;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * What {@link Loss#ctc} takes of a sample: the labels, filled up with anything; how many frames of
 * the output count; how many labels.
 *
 * @param longest labels of the longest target
 * @param blank the class that is no label
 */
record CtcTargets(int longest, int blank) {

  static final String LABELS = "targets";
  static final String FRAMES = "input_lengths";
  static final String LENGTH = "target_lengths";

  CtcTargets {
    if (longest < 1) {
      throw new IllegalArgumentException(
          "CTC needs room for at least 1 label in a target, not %d: say how many the longest has."
              .formatted(longest));
    }
  }

  Signature of(Signature outputs) {
    var output = SampleLoss.only(outputs);
    if (output.shape().rank() != 2) {
      throw new ShapeException(
          "CTC loss expects log-probabilities (frames, classes) per sample, but the model gives %s."
              .formatted(output.shape()));
    }
    return Signature.of(LABELS, Shape.of(longest)).and(FRAMES, Shape.of()).and(LENGTH, Shape.of());
  }

  /** As {@link Loss#fault}. */
  Optional<String> fault(float[] y, int at, Signature outputs) {
    var shape = SampleLoss.only(outputs).shape();
    return length("frames", y[at + longest], shape.dim(0), "the model gives")
        .or(() -> length("labels", y[at + longest + 1], longest, "the loss was made for"))
        .or(() -> labels(y, at, shape.dim(1)));
  }

  private static Optional<String> length(String of, float length, int most, String who) {
    return length >= 0 && length <= most && length == (int) length
        ? Optional.empty()
        : Optional.of(
            "%s %s, but %s %d: give a whole number from 0 to that."
                .formatted(length, of, who, most));
  }

  private Optional<String> labels(float[] y, int at, int classes) {
    for (int i = at; i < at + (int) y[at + longest + 1]; i++) {
      float label = y[i];
      var fault = ClassIndex.fault(label, classes);
      if (fault.isPresent()) {
        return fault.map(text -> text + ". " + ClassIndex.remedy(label, classes));
      }
      if (label == blank) {
        return Optional.of(
            "class %d among the labels, which is the blank: leave blanks out of targets, or make another class the blank."
                .formatted(blank));
      }
    }
    return Optional.empty();
  }
}
