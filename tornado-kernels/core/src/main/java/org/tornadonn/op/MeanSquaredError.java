package org.tornadonn.op;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * {@code loss = Σ (y − t)² / (fill · features)} over the first {@code fill} samples of the batch;
 * the others count nothing and get a gradient of 0.
 *
 * <p>Inputs: prediction y {@code (n, features)}, target t of the same shape, and {@code fill}
 * {@code (1)}, the number of samples in use; result {@code (1)}. The target gets no gradient.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html">PyTorch</a>
 */
public record MeanSquaredError() implements Operation {

  @Override
  public String name() {
    return "mse_loss";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (!inputs.get(0).equals(inputs.get(1))) {
      throw new ShapeException(
          "Mean squared error compares values of one shape, but gets a prediction %s and a target %s."
              .formatted(inputs.get(0), inputs.get(1)));
    }
    return Shape.of(1);
  }

  @Override
  public void forward(Forward pass) {
    var y = pass.computed(0);
    var t = pass.computed(1);
    var fill = pass.in(2);
    var loss = pass.out();
    int n = y.shape().dim(0);
    int features = y.size() / n;
    var rows = pass.scratch("row loss", Shape.of(n));
    pass.call("row loss")
        .reads(y, t)
        .writes(rows)
        .flops(3L * y.size())
        .bind(m -> new SquaredErrorRows(m.of(y), m.of(t), m.of(rows), n, features));
    pass.call("mean")
        .reads(rows, fill)
        .writes(loss)
        .flops(n)
        .bind(m -> new BatchMean(m.of(rows), m.of(fill), m.of(loss), n, features));
  }

  @Override
  public void backward(Backward pass) {
    var y = pass.in(0);
    var t = pass.in(1);
    var fill = pass.in(2);
    var dLoss = pass.outGradient();
    var dy = pass.gradient(0);
    var to = dy.slice();
    int features = y.size() / y.shape().dim(0);
    pass.call("input gradient")
        .reads(y, t, fill, dLoss)
        .writes(dy)
        .flops(3L * y.size())
        .bind(
            m ->
                new SquaredErrorGradient(
                    m.of(y),
                    m.of(t),
                    m.of(fill),
                    m.of(dLoss),
                    m.of(to),
                    dy.add(),
                    features,
                    y.size()));
  }
}
