package org.tornadonn.train;

import org.tornadonn.op.BinaryCrossEntropyWithLogits;
import org.tornadonn.op.CrossEntropy;
import org.tornadonn.op.HuberLoss;
import org.tornadonn.op.L1Loss;
import org.tornadonn.op.MeanSquaredError;
import org.tornadonn.op.SmoothL1Loss;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/** What training makes small: one number for a batch of predictions and targets. */
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
   * index}
   */
  static Loss crossEntropy() {
    return crossEntropy(0);
  }

  /**
   * {@return softmax cross-entropy with smoothed targets; the output holds logits, the target of a
   * sample is its class index}
   *
   * @param labelSmoothing how much of the target is spread over all classes, from 0 to below 1
   */
  static Loss crossEntropy(float labelSmoothing) {
    return new SoftmaxCrossEntropy(new CrossEntropy(labelSmoothing));
  }

  /**
   * {@return the shape of one target for an output of one sample}
   *
   * @param output the shape of one output
   */
  Shape target(Shape output);

  /**
   * Records the loss of the first {@code fill} samples of a batch.
   *
   * @param graph where it is recorded
   * @param output what the model gives, batch first
   * @param target what is right, batch first
   * @param fill the number of samples in use, {@code (1)}
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
    public Value record(Graph graph, Value output, Value target, Value fill) {
      return graph.apply("loss", operation, output, target, fill);
    }
  }

  /**
   * {@link #crossEntropy}.
   *
   * @param operation computes it
   */
  record SoftmaxCrossEntropy(CrossEntropy operation) implements Loss {

    @Override
    public Shape target(Shape output) {
      if (output.rank() != 1) {
        throw new ShapeException(
            "Cross-entropy expects one row of logits per sample, but the model gives %s."
                .formatted(output));
      }
      return Shape.of();
    }

    @Override
    public Value record(Graph graph, Value output, Value target, Value fill) {
      return graph.apply("loss", operation, output, target, fill);
    }
  }
}
