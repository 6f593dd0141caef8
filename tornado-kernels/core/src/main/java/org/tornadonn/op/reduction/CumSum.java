package org.tornadonn.op.reduction;

import java.util.List;
import org.tornadonn.op.arithmetic.Rows;
import org.tornadonn.plan.Composed;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The sum of all elements up to each one along an axis. The gradient is the same from the other
 * end.
 *
 * @param axis counted from 0
 * @param reverse whether sums begin at the end
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.cumsum.html">PyTorch</a>
 */
public record CumSum(int axis, boolean reverse) implements Composed {

  @Override
  public String name() {
    return "cumsum";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return inputs.getFirst();
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var y = pass.out();
    var rows = Rows.along(axis, x.shape());
    int first = reverse ? (rows.length() - 1) * rows.step() : 0;
    int step = reverse ? -rows.step() : rows.step();
    pass.call("forward")
        .reads(x)
        .writes(y)
        .flops(x.size())
        .sums(rows.length(), x)
        .bind(
            m ->
                new RunningSums(
                    m.of(x),
                    x.offset(),
                    m.of(y),
                    first,
                    step,
                    rows.length(),
                    rows.step(),
                    rows.count()));
  }

  @Override
  public Value gradient(int input, Composition g) {
    return g.apply(new CumSum(axis, !reverse), g.dy());
  }

  /** One index is one row: each of its sums goes on from the one before. */
  record RunningSums(
      float[] x, int xAt, float[] y, int first, int step, int length, int inner, int size)
      implements Kernel {

    private static void at(
        float[] x, int xAt, float[] y, int first, int step, int length, int inner, int row) {
      int start = row / inner * length * inner + row % inner + first;
      float sum = 0;
      for (int k = 0; k < length; k++) {
        int i = start + k * step;
        sum += x[xAt + i];
        y[i] = sum;
      }
    }

    static void loop(
        float[] x, int xAt, float[] y, int first, int step, int length, int inner, int size) {
      for (@Parallel int row = 0; row < size; row++) {
        at(x, xAt, y, first, step, length, inner, row);
      }
    }

    @Override
    public void run(int from, int to) {
      for (int row = from; row < to; row++) {
        at(x, xAt, y, first, step, length, inner, row);
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(id, RunningSums::loop, x, xAt, y, first, step, length, inner, size);
    }
  }
}
