package org.tornadonn.op.normalization;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * Rows of mean 0 and variance 1: {@code y[r, j] = (x[r, j] − mean[r]) / √(variance[r] + ε)}, where
 * a row is all that the last axes hold. What layer, group and instance normalization share.
 *
 * <p>The variance divides by the number of elements, and is taken in a second pass over them. The
 * gradient: {@code dx[r, j] = (dy[r, j] − mean(dy[r]) − y[r, j] · mean(dy[r] · y[r])) /
 * √(variance[r] + ε)}. A NaN or an infinity makes its row NaN.
 *
 * @param axes how many axes a row has, counted from the last
 * @param epsilon what is added to the variance
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html">PyTorch</a>
 * @see <a href="https://arxiv.org/abs/1607.06450">Ba, Kiros and Hinton, Layer normalization</a>
 */
public record Standardize(int axes, float epsilon) implements Operation {

  @Override
  public String name() {
    return "standardize";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = inputs.getFirst();
    if (axes < 1 || axes > x.rank()) {
      throw new ShapeException("%s has no last %d axes to standardize.".formatted(x, axes));
    }
    return x;
  }

  private int length(Shape x) {
    int length = 1;
    for (int axis = x.rank() - axes; axis < x.rank(); axis++) {
      length *= x.dim(axis);
    }
    return length;
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var y = pass.out();
    int length = length(x.shape());
    int rows = x.size() / length;
    var pair = Shape.of(rows, 2);
    var moments =
        pass.needsBackward() ? pass.saved("moments", pair) : pass.scratch("moments", pair);
    pass.call("moments")
        .reads(x)
        .writes(moments)
        .flops(4L * x.size())
        .sums(length)
        .bind(
            m -> new StandardizeMoments(m.of(x), x.offset(), m.of(moments), epsilon, length, rows));
    pass.call("forward")
        .reads(x, moments)
        .writes(y)
        .flops(2L * x.size())
        .sums(length)
        .bind(
            m ->
                new StandardizeForward(
                    m.of(x), x.offset(), m.of(moments), m.of(y), length, y.size()));
  }

  @Override
  public void backward(Backward pass) {
    var y = pass.out();
    var dy = pass.outGradient();
    int length = length(y.shape());
    int rows = y.size() / length;
    var moments = pass.saved("moments");
    var means = pass.scratch("means", Shape.of(rows, 2));
    pass.call("means")
        .reads(y, dy)
        .writes(means)
        .flops(3L * y.size())
        .sums(length)
        .bind(m -> new StandardizeMeans(m.of(y), m.of(dy), m.of(means), length, rows));
    var dx = pass.gradient(0);
    pass.call("input gradient")
        .reads(y, dy, moments, means)
        .writes(dx)
        .flops(4L * y.size())
        .sums(length)
        .bind(
            m ->
                new StandardizeInputGradient(
                    m.of(y),
                    m.of(dy),
                    m.of(moments),
                    m.of(means),
                    m.of(dx.slice()),
                    dx.slice().offset(),
                    dx.add(),
                    length,
                    y.size()));
  }
}
