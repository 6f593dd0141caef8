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
import org.tornadonn.plan.Slice;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * Values behind each other along one axis. Each gets its slice of the gradient.
 *
 * <p>The first call writes all of the result, with zeros where the others go; they put theirs in
 * place.
 *
 * @param axis counted from 0
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.cat.html">PyTorch</a>
 */
public record Cat(int axis) implements Composed {

  /** Records values behind each other; one alone stays as it is. */
  public static Value of(int axis, Value... values) {
    return values.length == 1 ? values[0] : values[0].tape().apply(new Cat(axis), values);
  }

  @Override
  public String name() {
    return "cat";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    int[] dims = inputs.getFirst().toArray();
    long length = 0;
    for (var input : inputs) {
      int[] own = input.toArray();
      boolean fits = axis >= 0 && axis < own.length && own.length == dims.length;
      if (fits) {
        length += own[axis];
        own[axis] = dims[axis];
      }
      if (!fits || !Arrays.equals(own, dims)) {
        throw new ShapeException(
            "cat along axis %d of %s: all other sizes must be equal.".formatted(axis, inputs));
      }
    }
    dims[axis] = Math.clamp(length, 1, Integer.MAX_VALUE);
    return Shape.of(dims);
  }

  @Override
  public void forward(Forward pass) {
    var y = pass.out();
    int inner = Rows.along(axis, y.shape()).step();
    int row = inner * y.shape().dim(axis);
    first(pass, inner);
    int at = run(pass.in(0), inner);
    for (int part = 1; part < pass.inputs(); part++) {
      var x = pass.in(part);
      int run = run(x, inner);
      int yAt = at;
      pass.call("part " + part)
          .reads(x)
          .adds(y)
          .sums(0)
          .bind(m -> new Place(m.of(x), x.offset(), m.of(y), yAt, run, row, x.size()));
      at += run;
    }
  }

  private void first(Forward pass, int inner) {
    var x = pass.in(0);
    var y = pass.out();
    int n = x.shape().dim(axis);
    int length = y.shape().dim(axis);
    pass.call("forward")
        .reads(x)
        .writes(y)
        .sums(0)
        .bind(
            m ->
                new Spread.SpreadForward(
                    m.of(x), x.offset(), m.of(y), 0, 1, n, length, inner, 0, y.size()));
  }

  /** The elements of x that lie side by side in the result. */
  private int run(Slice x, int inner) {
    return x.shape().dim(axis) * inner;
  }

  @Override
  public Value gradient(int input, Composition g) {
    int start = 0;
    for (int i = 0; i < input; i++) {
      start += g.in(i).shape().dim(axis);
    }
    return StridedSlice.of(g.dy(), axis, start, 1, g.in(input).shape().dim(axis));
  }

  /** {@code y[yAt + i / run · row + i % run] = x[xAt + i]}; one index is one element of x. */
  record Place(float[] x, int xAt, float[] y, int yAt, int run, int row, int size)
      implements Kernel {

    static void loop(float[] x, int xAt, float[] y, int yAt, int run, int row, int size) {
      for (@Parallel int i = 0; i < size; i++) {
        y[yAt + i / run * row + i % run] = x[xAt + i];
      }
    }

    @Override
    public void run(int from, int to) {
      int i = from;
      while (i < to) {
        int n = Math.min(to - i, run - i % run);
        System.arraycopy(x, xAt + i, y, yAt + i / run * row + i % run, n);
        i += n;
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(id, Place::loop, x, xAt, y, yAt, run, row, size);
    }
  }
}
