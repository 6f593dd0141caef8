package org.tornadonn.train;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.loss.BinaryCrossEntropyWithLogits;
import org.tornadonn.op.loss.CrossEntropy;
import org.tornadonn.op.loss.HuberLoss;
import org.tornadonn.op.loss.L1Loss;
import org.tornadonn.op.loss.MeanSquaredError;
import org.tornadonn.op.loss.SmoothL1Loss;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * What training makes small: one number for a batch of predictions and targets.
 *
 * <p>Targets are checked before anything runs: a trainer refuses a step with one that is NaN or
 * infinite, or that the loss does not take.
 */
public sealed interface Loss {

  /** {@return the mean of squared differences; targets have the shape of the output} */
  static Loss meanSquaredError() {
    return new ElementByElement(new MeanSquaredError());
  }

  /** {@return the mean of absolute differences; targets have the shape of the output} */
  static Loss l1() {
    return new ElementByElement(new L1Loss());
  }

  /**
   * {@return the mean of half the squared differences up to delta, and of a line beyond it; targets
   * have the shape of the output}
   *
   * @param delta above 0; PyTorch's default is 1
   */
  static Loss huber(float delta) {
    return new ElementByElement(new HuberLoss(delta));
  }

  /**
   * {@return {@link #huber} divided by beta; targets have the shape of the output}
   *
   * @param beta from 0 up; PyTorch's default is 1
   */
  static Loss smoothL1(float beta) {
    return new ElementByElement(new SmoothL1Loss(beta));
  }

  /**
   * {@return binary cross-entropy; the output holds logits, and targets of the same shape the
   * probabilities of yes, from 0 to 1}
   */
  static Loss binaryCrossEntropyWithLogits() {
    return new ElementByElement(new BinaryCrossEntropyWithLogits());
  }

  /**
   * {@return softmax cross-entropy; the output holds logits, the target of a sample is its class
   * index, a whole number from 0} Indices are floats, which hold whole numbers up to 2^24.
   */
  static SoftmaxCrossEntropy crossEntropy() {
    return crossEntropy(0);
  }

  /**
   * {@return softmax cross-entropy with smoothed targets; the output holds logits, the target of a
   * sample is its class index, a whole number from 0}
   *
   * @param labelSmoothing how much of the target is spread over all classes, from 0 to below 1
   */
  static SoftmaxCrossEntropy crossEntropy(float labelSmoothing) {
    return new SoftmaxCrossEntropy(new CrossEntropy(labelSmoothing), null);
  }

  /**
   * {@return the shape of one target for an output of one sample}
   *
   * @param output the shape of one output
   */
  Shape target(Shape output);

  /**
   * Looks for what is wrong with the target of a sample.
   *
   * @param y holds the target
   * @param at where it begins
   * @param output the shape of one output
   * @return the rest of a sentence that begins with the sample, and what to do; empty if the loss
   *     takes the target
   */
  Optional<String> fault(float[] y, int at, Shape output);

  /** {@return whether there are samples that it leaves out, for their targets} */
  default boolean ignoresSamples() {
    return false;
  }

  /**
   * {@return whether the loss is of a sample too; if not, the sample gets no gradient}
   *
   * @param y targets, one after the other
   * @param sample which one, from 0
   */
  default boolean counts(float[] y, int sample) {
    return true;
  }

  /**
   * {@return how many samples the mean is taken over: those that are not left out}
   *
   * @param y targets, one after the other
   * @param from the first sample, counted from 0
   * @param n how many samples
   */
  default int counted(float[] y, int from, int n) {
    int counted = 0;
    for (int i = from; i < from + n; i++) {
      counted += counts(y, i) ? 1 : 0;
    }
    return counted;
  }

  /**
   * Records the mean loss of the first samples of a batch.
   *
   * @param graph where it is recorded
   * @param output what the model gives, batch first
   * @param target what is right, batch first
   * @param fill how many samples, {@code (1)}
   * @return the value that stands for the loss, one number
   */
  Value record(Graph graph, Value output, Value target, Value fill);

  /**
   * A loss that compares element by element.
   *
   * @param operation computes it
   */
  record ElementByElement(Operation operation) implements Loss {

    @Override
    public Shape target(Shape output) {
      return output;
    }

    @Override
    public Optional<String> fault(float[] y, int at, Shape output) {
      boolean isProbability = operation instanceof BinaryCrossEntropyWithLogits;
      for (int i = at; i < at + output.size(); i++) {
        if (!Float.isFinite(y[i])) {
          return Optional.of(
              "target %s, but a loss takes finite numbers. Repair or remove the sample."
                  .formatted(y[i]));
        }
        if (isProbability && !(y[i] >= 0 && y[i] <= 1)) {
          return Optional.of(
              "target %s, but binary cross-entropy takes probabilities of yes, from 0 to 1. Scale the targets, or use another loss."
                  .formatted(y[i]));
        }
      }
      return Optional.empty();
    }

    @Override
    public Value record(Graph graph, Value output, Value target, Value fill) {
      return graph.apply("loss", operation, output, target, fill);
    }
  }

  /**
   * {@link #crossEntropy}.
   *
   * @param operation computes it
   * @param ignoreIndex the target of samples that are left out; null, the default, for none
   */
  record SoftmaxCrossEntropy(CrossEntropy operation, @Nullable Integer ignoreIndex)
      implements Loss {

    /** Checks that a target can be the index. */
    public SoftmaxCrossEntropy {
      if (ignoreIndex != null && (double) (float) (int) ignoreIndex != ignoreIndex) {
        throw new IllegalArgumentException(
            "No float is %d, and targets are floats: use an ignoreIndex from -16777216 to 16777216, such as -100."
                .formatted(ignoreIndex));
      }
    }

    /**
     * {@return the same loss that leaves samples out whose target is an index: PyTorch's {@code
     * ignore_index}} The mean, with label smoothing too, is over the others. Where there are no
     * others, PyTorch's is NaN; here, a trainer refuses such a step, and a fit passes over it.
     * Every other target has to be a class.
     *
     * @param index any, whether it is a class or not; PyTorch's default is -100
     */
    public SoftmaxCrossEntropy ignoreIndex(int index) {
      return new SoftmaxCrossEntropy(operation, index);
    }

    @Override
    public Shape target(Shape output) {
      if (output.rank() != 1) {
        throw new ShapeException(
            "Cross-entropy expects one row of logits per sample, but the model gives %s."
                .formatted(output));
      }
      if (output.size() > ClassIndex.MOST) {
        throw new ShapeException(
            "Cross-entropy tells at most %d classes apart, but the model gives %s: class indices are floats."
                .formatted(ClassIndex.MOST, output));
      }
      return Shape.of();
    }

    @Override
    public Optional<String> fault(float[] y, int at, Shape output) {
      if (!counts(y, at)) {
        return Optional.empty();
      }
      int classes = output.size();
      var ignored = ignoreIndex == null ? "" : " (and %d to be left out)".formatted(ignoreIndex);
      return ClassIndex.fault(y[at], classes)
          .map(fault -> fault + ignored + ". " + ClassIndex.remedy(y[at], classes));
    }

    @Override
    public boolean ignoresSamples() {
      return ignoreIndex != null;
    }

    @Override
    public boolean counts(float[] y, int sample) {
      return ignoreIndex == null || y[sample] != ignoreIndex;
    }

    @Override
    public Value record(Graph graph, Value output, Value target, Value fill) {
      return graph.apply("loss", operation, output, target, fill);
    }
  }
}
