package org.tornadonn.op.loss;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * The mean of a function of each element and its target over the first {@code fill} samples of the
 * batch; the others count nothing and get a gradient of 0.
 *
 * <p>Inputs: prediction y {@code (n, …)}, target t of the same shape, and {@code fill} {@code (1)},
 * the number of samples in use; result {@code (1)}. The target gets no gradient.
 */
interface PointwiseLoss extends Operation {

  /** {@code row[n] = Σ(j) f(y[n,j], t[n,j])}. */
  Kernel rows(float[] y, float[] t, float[] row, int n, int features);

  /** {@code dy (+)= dLoss · f′(y, t) / (fill · features)}. */
  Kernel inputGradient(
      float[] y,
      float[] t,
      float[] fill,
      float[] dLoss,
      float[] dy,
      int add,
      int features,
      int size);

  /** Floating-point operations for one element. */
  int flops();

  @Override
  default Shape outputShape(List<Shape> inputs) {
    if (!inputs.get(0).equals(inputs.get(1))) {
      throw new ShapeException(
          "Loss %s compares values of one shape, but gets a prediction %s and a target %s."
              .formatted(name(), inputs.get(0), inputs.get(1)));
    }
    return Shape.of(1);
  }

  @Override
  default void forward(Forward pass) {
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
        .flops((long) flops() * y.size())
        .bind(m -> rows(m.of(y), m.of(t), m.of(rows), n, features));
    pass.call("mean")
        .reads(rows, fill)
        .writes(loss)
        .flops(n)
        .bind(m -> new BatchMean(m.of(rows), m.of(fill), m.of(loss), n, features));
  }

  @Override
  default void backward(Backward pass) {
    var y = pass.in(0);
    var t = pass.in(1);
    var fill = pass.in(2);
    var dLoss = pass.outGradient();
    var dy = pass.gradient(0);
    int features = y.size() / y.shape().dim(0);
    pass.call("input gradient")
        .reads(y, t, fill, dLoss)
        .writes(dy)
        .flops((long) flops() * y.size())
        .bind(
            m ->
                inputGradient(
                    m.of(y),
                    m.of(t),
                    m.of(fill),
                    m.of(dLoss),
                    m.of(dy.slice()),
                    dy.add(),
                    features,
                    y.size()));
  }
}
