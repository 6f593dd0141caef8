package org.tornadonn.op.indexing;

import java.util.List;
import org.tornadonn.op.arithmetic.Rows;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y[o, j, i] = x[o, index[o, j, i], i]}: along one axis, each element of the index says
 * which of x it takes; NaN where that is not there, as for −1 and for what is not whole. Each
 * element of x gets the gradients of all that took it, summed in their order; the index gets none.
 *
 * <p>The gradient looks through a whole row of the index for each element of x, so this is for
 * indices with short rows; {@link IndexSelect} is for long ones.
 *
 * @param axis counted from 0
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.gather.html">PyTorch</a>
 */
public record Gather(int axis) implements Operation {

  @Override
  public String name() {
    return "gather";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = inputs.get(0);
    var index = inputs.get(1);
    boolean fits = axis >= 0 && axis < x.rank() && index.rank() == x.rank();
    for (int i = 0; fits && i < x.rank(); i++) {
      fits = i == axis || index.dim(i) == x.dim(i);
    }
    if (!fits) {
      throw new ShapeException(
          "gather along axis %d of %s takes an index whose other sizes are equal, but gets %s."
              .formatted(axis, x, index));
    }
    return index;
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var index = pass.in(1);
    var y = pass.out();
    var rows = Rows.along(axis, x.shape());
    int taken = index.shape().dim(axis);
    pass.call("forward")
        .reads(x, index)
        .writes(y)
        .sums(0)
        .bind(
            m ->
                new GatherForward(
                    m.of(x),
                    x.offset(),
                    m.of(index),
                    index.offset(),
                    m.of(y),
                    rows.length(),
                    taken,
                    rows.step(),
                    y.size()));
  }

  @Override
  public void backward(Backward pass) {
    if (!pass.needsGradient(0)) {
      return;
    }
    var index = pass.in(1);
    var dy = pass.outGradient();
    var rows = Rows.along(axis, pass.in(0).shape());
    int taken = index.shape().dim(axis);
    var gradient = pass.gradient(0);
    var dx = gradient.slice();
    pass.call("input gradient")
        .reads(index, dy)
        .writes(gradient)
        .sums(taken, dy)
        .bind(
            m ->
                new GatherInputGradient(
                    m.of(index),
                    index.offset(),
                    m.of(dy),
                    m.of(dx),
                    dx.offset(),
                    gradient.add(),
                    rows.length(),
                    taken,
                    rows.step(),
                    dx.size()));
  }

  /** One index is one element of y. */
  record GatherForward(
      float[] x,
      int xAt,
      float[] index,
      int indexAt,
      float[] y,
      int length,
      int taken,
      int inner,
      int size)
      implements Kernel {

    private static float at(
        float[] x, int xAt, float[] index, int indexAt, int length, int taken, int inner, int i) {
      float wanted = index[indexAt + i];
      int k = (int) wanted;
      boolean isThere = k == wanted && k >= 0 && k < length;
      float number = isThere ? x[xAt + (i / (taken * inner) * length + k) * inner + i % inner] : 0;
      float found = isThere ? 1 : 0;
      return number / found; // NaN if there is none: OpenCL has no such constant
    }

    static void loop(
        float[] x,
        int xAt,
        float[] index,
        int indexAt,
        float[] y,
        int length,
        int taken,
        int inner,
        int size) {
      for (@Parallel int i = 0; i < size; i++) {
        y[i] = at(x, xAt, index, indexAt, length, taken, inner, i);
      }
    }

    @Override
    public void run(int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = at(x, xAt, index, indexAt, length, taken, inner, i);
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(id, GatherForward::loop, x, xAt, index, indexAt, y, length, taken, inner, size);
    }
  }

  /** {@code dx[o, k, i] (+)= Σ(j, index[o, j, i] = k) dy[o, j, i]}; one index is one of dx. */
  public record GatherInputGradient(
      float[] index,
      int indexAt,
      float[] dy,
      float[] dx,
      int dxAt,
      int add,
      int length,
      int taken,
      int inner,
      int size)
      implements Kernel {

    private static float at(
        float[] index, int indexAt, float[] dy, int length, int taken, int inner, int i) {
      int k = i / inner % length;
      int first = i / (length * inner) * taken * inner + i % inner;
      float sum = 0;
      for (int j = 0; j < taken; j++) {
        int t = first + j * inner;
        sum = index[indexAt + t] == k ? sum + dy[t] : sum;
      }
      return sum;
    }

    static void loop(
        float[] index,
        int indexAt,
        float[] dy,
        float[] dx,
        int dxAt,
        int add,
        int length,
        int taken,
        int inner,
        int size) {
      for (@Parallel int i = 0; i < size; i++) {
        float sum = at(index, indexAt, dy, length, taken, inner, i);
        dx[dxAt + i] = add > 0 ? dx[dxAt + i] + sum : sum;
      }
    }

    @Override
    public void run(int from, int to) {
      for (int i = from; i < to; i++) {
        float sum = at(index, indexAt, dy, length, taken, inner, i);
        dx[dxAt + i] = add > 0 ? dx[dxAt + i] + sum : sum;
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(
          id,
          GatherInputGradient::loop,
          index,
          indexAt,
          dy,
          dx,
          dxAt,
          add,
          length,
          taken,
          inner,
          size);
    }
  }
}
