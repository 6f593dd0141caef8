package org.tornadonn.op.activation;

import java.util.List;
import org.tornadonn.op.arithmetic.Rows;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * {@code y[j] = exp(x[j]) / Σ(k) exp(x[k])} along one axis, so that the numbers along it are
 * positive and add up to 1; the shape stays. The largest is taken off before the exponential.
 *
 * <p>A NaN, or an infinity that is the largest, makes all numbers along the axis NaN, as in
 * PyTorch. The gradient: {@code dx[j] = y[j] · (dy[j] − Σ(k) dy[k] · y[k])}. To train a classifier,
 * leave it out: {@link org.tornadonn.op.loss.CrossEntropy} takes logits.
 *
 * @param axis counted from 0, or backwards from −1, the last
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html">PyTorch</a>
 */
public record Softmax(int axis) implements Operation {

  @Override
  public String name() {
    return "softmax";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    requireAxis("Softmax", axis, inputs.getFirst());
    return inputs.getFirst();
  }

  static void requireAxis(String operation, int axis, Shape x) {
    if (axis < -x.rank() || axis >= x.rank()) {
      throw new ShapeException(
          "%s along axis %d does not fit %s: use 0 to %d, or -1 for the last axis."
              .formatted(operation, axis, x, x.rank() - 1));
    }
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var y = pass.out();
    var rows = Rows.along(axis, y.shape());
    var norm = pass.scratch("norm", Shape.of(rows.count(), 2));
    pass.call("norm")
        .reads(x)
        .writes(norm)
        .flops(3L * x.size())
        .sums(rows.length())
        .bind(m -> new SoftmaxNorm(m.of(x), x.offset(), m.of(norm), rows));
    pass.call("forward")
        .reads(x, norm)
        .writes(y)
        .flops(3L * x.size())
        .bind(m -> new SoftmaxForward(m.of(x), x.offset(), m.of(norm), m.of(y), rows));
  }

  @Override
  public void backward(Backward pass) {
    var y = pass.out();
    var dy = pass.outGradient();
    var rows = Rows.along(axis, y.shape());
    var dot = pass.scratch("dot", Shape.of(rows.count()));
    pass.call("dot")
        .reads(y, dy)
        .writes(dot)
        .flops(2L * y.size())
        .sums(rows.length(), y, dy)
        .bind(m -> new SoftmaxDot(m.of(y), m.of(dy), m.of(dot), rows));
    var dx = pass.gradient(0);
    var to = dx.slice();
    pass.call("input gradient")
        .reads(y, dy, dot)
        .writes(dx)
        .flops(2L * y.size())
        .sums(2, y, dy)
        .bind(
            m ->
                new SoftmaxInputGradient(
                    m.of(y), m.of(dy), m.of(dot), m.of(to), to.offset(), dx.add(), rows));
  }
}
