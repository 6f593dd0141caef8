package org.tornadonn.op.shape;

import java.util.Arrays;
import java.util.List;
import org.tornadonn.op.arithmetic.Rows;
import org.tornadonn.plan.Composed;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The elements of x at evenly spaced positions along one axis, and one number everywhere else:
 * {@code y[…, start + k · step, …] = x[…, k, …]}. The gradient is the slice that they are.
 *
 * @param axis counted from 0
 * @param start the position of the first
 * @param step from one to the next; below 0 for backwards
 * @param length of the axis of the result
 * @param value of the elements between
 */
public record Spread(int axis, int start, int step, int length, float value) implements Composed {

  @Override
  public String name() {
    return "spread";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = inputs.getFirst();
    long last = axis < 0 || axis >= x.rank() ? -1 : start + (x.dim(axis) - 1L) * step;
    if (last < 0 || last >= length || start < 0 || start >= length || step == 0) {
      throw new ShapeException(
          "%s cannot be spread along axis %d from %d in steps of %d over %d."
              .formatted(x, axis, start, step, length));
    }
    int[] dims = x.toArray();
    dims[axis] = length;
    return Shape.of(dims);
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var y = pass.out();
    int n = x.shape().dim(axis);
    int inner = Rows.along(axis, x.shape()).step();
    pass.call("forward")
        .reads(x)
        .writes(y)
        .sums(0)
        .bind(
            m ->
                new SpreadForward(
                    m.of(x), x.offset(), m.of(y), start, step, n, length, inner, value, y.size()));
  }

  @Override
  public Value gradient(int input, Composition g) {
    return StridedSlice.of(g.dy(), axis, start, step, g.in(0).shape().dim(axis));
  }

  /** One index is one element of y. */
  record SpreadForward(
      float[] x,
      int xAt,
      float[] y,
      int start,
      int step,
      int n,
      int length,
      int inner,
      float value,
      int size)
      implements Kernel {

    private static float at(
        float[] x, int xAt, int start, int step, int n, int length, int inner, float value, int i) {
      int behind = i / inner % length - start;
      int k = behind / step;
      boolean isTaken = k * step == behind && k >= 0 && k < n;
      return isTaken ? x[xAt + (i / (inner * length) * n + k) * inner + i % inner] : value;
    }

    static void loop(
        float[] x,
        int xAt,
        float[] y,
        int start,
        int step,
        int n,
        int length,
        int inner,
        float value,
        int size) {
      for (@Parallel int i = 0; i < size; i++) {
        y[i] = at(x, xAt, start, step, n, length, inner, value, i);
      }
    }

    @Override
    public void run(int from, int to) {
      Arrays.fill(y, from, to, value);
      int row = length * inner;
      for (int o = from / row; o * row < to; o++) {
        int source = xAt + o * n * inner;
        int target = o * row + start * inner;
        if (step == 1) {
          copy(source, target, n * inner, from, to);
        } else if (inner == 1) {
          scatter(source, target, from, to);
        } else {
          for (int k = 0; k < n; k++) {
            copy(source + k * inner, target + k * step * inner, inner, from, to);
          }
        }
      }
    }

    private void scatter(int source, int target, int from, int to) {
      for (int k = 0; k < n; k++) {
        int i = target + k * step;
        if (i >= from && i < to) {
          y[i] = x[source + k];
        }
      }
    }

    /** Neighbours, as far as they lie in the range. */
    private void copy(int source, int target, int count, int from, int to) {
      int first = Math.max(from, target);
      int run = Math.min(to, target + count) - first;
      if (run > 0) {
        System.arraycopy(x, source + first - target, y, first, run);
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(id, SpreadForward::loop, x, xAt, y, start, step, n, length, inner, value, size);
    }
  }
}
