package org.tornadonn.op.activation;

import java.util.List;
import org.tornadonn.op.arithmetic.Rows;
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
 * {@code y = ln Σ(k) exp(x[k])} along one axis, which becomes 1. The largest is taken off before
 * the exponential unless it is infinite: y is −∞ if all x are, ∞ if one is, NaN if one is. The
 * gradient: {@code dx[k] = dy · exp(x[k] − y)}.
 *
 * @param axis counted from 0, or backwards from −1, the last
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.logsumexp.html">PyTorch</a>
 */
public record LogSumExp(int axis) implements Composed {

  @Override
  public String name() {
    return "logsumexp";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = inputs.getFirst();
    Softmax.requireAxis("LogSumExp", axis, x);
    var dims = x.toArray();
    dims[axis < 0 ? dims.length + axis : axis] = 1;
    return Shape.of(dims);
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var y = pass.out();
    var rows = Rows.along(axis, x.shape());
    pass.call("forward")
        .reads(x)
        .writes(y)
        .flops(3L * x.size())
        .sums(rows.length())
        .bind(m -> new Reduce(m.of(x), x.offset(), m.of(y), rows));
  }

  @Override
  public Value gradient(int input, Composition g) {
    var shares = Unary.of(new Exp(), Binary.of(new Sub(), g.in(0), g.out()));
    return Binary.of(new Mul(), shares, g.dy());
  }

  record Reduce(float[] x, int xAt, float[] y, Rows rows) implements Kernel {

    private static float at(float[] x, int xAt, int length, int step, int i) {
      int first = xAt + i / step * length * step + i % step;
      float largest = x[first];
      for (int j = 1; j < length; j++) {
        float value = x[first + j * step];
        largest = value > largest || Float.isNaN(value) ? value : largest;
      }
      float offset = Math.abs(largest) > Float.MAX_VALUE ? 0 : largest;
      float sum = 0;
      for (int j = 0; j < length; j++) {
        sum += (float) Math.exp(x[first + j * step] - offset);
      }
      return offset + (float) Math.log(sum);
    }

    static void loop(float[] x, int xAt, float[] y, int length, int step, int size) {
      for (@Parallel int i = 0; i < size; i++) {
        y[i] = at(x, xAt, length, step, i);
      }
    }

    @Override
    public int size() {
      return rows.count();
    }

    @Override
    public void run(int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = at(x, xAt, rows.length(), rows.step(), i);
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(id, Reduce::loop, x, xAt, y, rows.length(), rows.step(), size());
    }
  }
}
