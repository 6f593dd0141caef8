package org.tornadonn.train;

import org.tornadonn.op.CrossEntropy;
import org.tornadonn.op.MeanSquaredError;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/** What training makes small: one number for a batch of predictions and targets. */
public sealed interface Loss {

  /** The mean of squared differences; targets have the shape of the output. */
  static Loss meanSquaredError() {
    return new SquaredError();
  }

  /** Softmax cross-entropy; the output holds logits, the target of a sample is its class index. */
  static Loss crossEntropy() {
    return new SoftmaxCrossEntropy();
  }

  /** The shape of one target for an output of one sample. */
  Shape target(Shape output);

  /** Records the loss of the first {@code fill} samples of a batch. */
  Value record(Graph graph, Value output, Value target, Value fill);

  /** {@link #meanSquaredError}. */
  record SquaredError() implements Loss {

    @Override
    public Shape target(Shape output) {
      return output;
    }

    @Override
    public Value record(Graph graph, Value output, Value target, Value fill) {
      return graph.apply("loss", new MeanSquaredError(), output, target, fill);
    }
  }

  /** {@link #crossEntropy}. */
  record SoftmaxCrossEntropy() implements Loss {

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
      return graph.apply("loss", new CrossEntropy(), output, target, fill);
    }
  }
}
