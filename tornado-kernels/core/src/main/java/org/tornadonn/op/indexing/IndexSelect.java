package org.tornadonn.op.indexing;

import java.util.Arrays;
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
 * {@code y[o, j, i] = x[o, index[j], i]}: positions along one axis, as an index of one axis says;
 * NaN where one is not there, as for −1 and for what is not whole. Embeddings are rows of a weight
 * that are looked up so. Each element of x gets the gradients of all that took it, summed in their
 * order; the index gets none.
 *
 * <p>For the gradient, elements of the index that are equal are strung together: the first of each
 * position, and behind each the next. So nothing is scattered, and a large vocabulary costs no more
 * than to write its gradient.
 *
 * @param axis counted from 0
 * @param paddingIndex a position that gets no gradient; −1 for none
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.index_select.html">PyTorch</a>
 */
public record IndexSelect(int axis, int paddingIndex) implements Operation {

  @Override
  public String name() {
    return "index_select";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = inputs.get(0);
    var index = inputs.get(1);
    if (axis < 0 || axis >= x.rank() || index.rank() != 1) {
      throw new ShapeException(
          "index_select along axis %d of %s takes an index of one axis, but gets %s."
              .formatted(axis, x, index));
    }
    if (paddingIndex < -1 || paddingIndex >= x.dim(axis)) {
      throw new ShapeException(
          "The padding index is one of %d positions, or -1 for none, but is %d."
              .formatted(x.dim(axis), paddingIndex));
    }
    int[] dims = x.toArray();
    dims[axis] = index.dim(0);
    return Shape.of(dims);
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var index = pass.in(1);
    var y = pass.out();
    var rows = Rows.along(axis, x.shape());
    pass.call("forward")
        .reads(x, index)
        .writes(y)
        .sums(0)
        .bind(
            m ->
                new IndexSelectForward(
                    m.of(x),
                    x.offset(),
                    m.of(index),
                    index.offset(),
                    m.of(y),
                    rows.length(),
                    index.size(),
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
    var first = pass.scratch("first", Shape.of(rows.length()));
    var next = pass.scratch("next", index.shape());
    pass.call("first")
        .reads(index)
        .writes(first)
        .sums(0)
        .bind(
            m ->
                new FirstTaken(
                    m.of(index),
                    index.offset(),
                    m.of(first),
                    index.size(),
                    paddingIndex,
                    rows.length()));
    pass.call("next")
        .reads(index)
        .writes(next)
        .sums(0)
        .bind(
            m ->
                new NextTaken(m.of(index), index.offset(), m.of(next), rows.length(), next.size()));
    var gradient = pass.gradient(0);
    var dx = gradient.slice();
    pass.call("input gradient")
        .reads(first, next, dy)
        .writes(gradient)
        .flops(dy.size())
        .sums(index.size(), dy)
        .bind(
            m ->
                new IndexSelectInputGradient(
                    m.of(first),
                    m.of(next),
                    m.of(dy),
                    m.of(dx),
                    dx.offset(),
                    gradient.add(),
                    rows.length(),
                    index.size(),
                    rows.step(),
                    dx.size()));
  }

  /** One index is one element of y. */
  record IndexSelectForward(
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
      float wanted = index[indexAt + i / inner % taken];
      int k = (int) wanted;
      boolean isThere = k == wanted && k >= 0 && k < length;
      return isThere ? x[xAt + (i / (taken * inner) * length + k) * inner + i % inner] : Float.NaN;
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
      int i = from;
      while (i < to) {
        int run = Math.min(to - i, inner - i % inner);
        float wanted = index[indexAt + i / inner % taken];
        int k = (int) wanted;
        if (k == wanted && k >= 0 && k < length) {
          int source = xAt + (i / (taken * inner) * length + k) * inner + i % inner;
          System.arraycopy(x, source, y, i, run);
        } else {
          Arrays.fill(y, i, i + run, Float.NaN);
        }
        i += run;
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(
          id, IndexSelectForward::loop, x, xAt, index, indexAt, y, length, taken, inner, size);
    }
  }

  /** {@code dx[o, k, i] (+)= Σ(j, index[j] = k) dy[o, j, i]}; one index is one element of dx. */
  record IndexSelectInputGradient(
      float[] first,
      float[] next,
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
        float[] first, float[] next, float[] dy, int length, int taken, int inner, int i) {
      int from = i / (length * inner) * taken * inner + i % inner;
      float sum = 0;
      int t = (int) first[i / inner % length];
      while (t >= 0) {
        sum += dy[from + t * inner];
        t = (int) next[t];
      }
      return sum;
    }

    static void loop(
        float[] first,
        float[] next,
        float[] dy,
        float[] dx,
        int dxAt,
        int add,
        int length,
        int taken,
        int inner,
        int size) {
      for (@Parallel int i = 0; i < size; i++) {
        float sum = at(first, next, dy, length, taken, inner, i);
        dx[dxAt + i] = add > 0 ? dx[dxAt + i] + sum : sum;
      }
    }

    @Override
    public void run(int from, int to) {
      int i = from;
      while (i < to) {
        int run = Math.min(to - i, inner - i % inner);
        row(i, run);
        i += run;
      }
    }

    /** Neighbours that were taken by the same. */
    private void row(int i, int run) {
      int from = i / (length * inner) * taken * inner + i % inner;
      int target = dxAt + i;
      if (add == 0) {
        Arrays.fill(dx, target, target + run, 0);
      }
      int t = (int) first[i / inner % length];
      while (t >= 0) {
        int source = from + t * inner;
        for (int k = 0; k < run; k++) {
          dx[target + k] += dy[source + k];
        }
        t = (int) next[t];
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(
          id,
          IndexSelectInputGradient::loop,
          first,
          next,
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
