package org.tornadonn.op.activation;

import java.util.List;
import org.tornadonn.op.arithmetic.Rows;
import org.tornadonn.op.arithmetic.Sum;
import org.tornadonn.op.elementwise.Binary;
import org.tornadonn.op.elementwise.Exp;
import org.tornadonn.op.elementwise.Mul;
import org.tornadonn.op.elementwise.Sub;
import org.tornadonn.op.elementwise.Unary;
import org.tornadonn.plan.Composed;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y[j] = x[j] − ln Σ(k) exp(x[k])} along one axis, the logarithm of a {@link Softmax}; the
 * shape stays. The largest is taken off before the exponential. NaN and infinities are as in it;
 * the gradient: {@code dx[j] = dy[j] − exp(y[j]) · Σ(k) dy[k]}.
 *
 * @param axis counted from 0, or backwards from −1, the last
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html">PyTorch</a>
 */
public record LogSoftmax(int axis) implements Composed {

  @Override
  public String name() {
    return "log_softmax";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Softmax.requireAxis("LogSoftmax", axis, inputs.getFirst());
    return inputs.getFirst();
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
        .bind(m -> new Map(m.of(x), x.offset(), m.of(norm), m.of(y), rows));
  }

  @Override
  public Value gradient(int input, Composition g) {
    int rank = g.dy().shape().rank();
    var sum = Sum.over(g.dy(), axis < 0 ? rank + axis : axis);
    return Binary.of(new Sub(), g.dy(), Binary.of(new Mul(), Unary.of(new Exp(), g.out()), sum));
  }

  /** The result, with the norm from {@link SoftmaxNorm}. */
  public record Map(float[] x, int xAt, float[] norm, float[] y, Rows rows) implements Kernel {

    private static float at(float[] x, int xAt, float[] norm, int length, int step, int i) {
      int row = i / (length * step) * step + i % step;
      return x[xAt + i] - norm[2 * row] - (float) Math.log(norm[2 * row + 1]);
    }

    static void loop(float[] x, int xAt, float[] norm, float[] y, int length, int step, int size) {
      for (@Parallel int i = 0; i < size; i++) {
        y[i] = at(x, xAt, norm, length, step, i);
      }
    }

    @Override
    public int size() {
      return rows.elements();
    }

    @Override
    public void run(int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = at(x, xAt, norm, rows.length(), rows.step(), i);
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(id, Map::loop, x, xAt, norm, y, rows.length(), rows.step(), size());
    }
  }
}
