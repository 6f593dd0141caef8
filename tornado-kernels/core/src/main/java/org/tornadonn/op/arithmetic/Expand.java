package org.tornadonn.op.arithmetic;

import java.util.Arrays;
import java.util.List;
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
 * Repeats a value along neighbouring axes of size 1: {@code y[o, r, i] = x[o, i]}. The gradient is
 * the sum over r.
 *
 * @param shape that of the result: that of x but for those axes
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.Tensor.expand.html">PyTorch</a>
 */
public record Expand(Shape shape) implements Composed {

  /**
   * Records x stretched to a shape; missing axes in front count as 1.
   *
   * @throws ShapeException if an axis of x is neither 1 nor that of the shape
   */
  public static Value of(Value x, Shape shape) {
    var y = x;
    if (y.shape().rank() < shape.rank()) {
      y = y.tape().apply(new Reshape(padded(y.shape(), shape.rank())), y);
    }
    while (!y.shape().equals(shape)) {
      y = y.tape().apply(new Expand(next(y.shape(), shape)), y);
    }
    return y;
  }

  private static Shape padded(Shape x, int rank) {
    var dims = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int own = axis - (rank - x.rank());
      dims[axis] = own < 0 ? 1 : x.dim(own);
    }
    return Shape.of(dims);
  }

  /** A shape on the way: the last run of axes that differ is repeated. */
  private static Shape next(Shape x, Shape target) {
    if (x.rank() != target.rank()) {
      throw mismatch(x, target);
    }
    var dims = x.toArray();
    boolean begun = false;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      if (dims[axis] != target.dim(axis)) {
        if (dims[axis] != 1) {
          throw mismatch(x, target);
        }
        dims[axis] = target.dim(axis);
        begun = true;
      } else if (begun && dims[axis] != 1) {
        break;
      }
    }
    return Shape.of(dims);
  }

  private static ShapeException mismatch(Shape x, Shape target) {
    return new ShapeException(
        "%s cannot be expanded to %s: counted from the last axis, a size must be equal or 1."
            .formatted(x, target));
  }

  @Override
  public String name() {
    return "expand";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = inputs.getFirst();
    if (!next(x, shape).equals(shape)) {
      throw mismatch(x, shape);
    }
    return shape;
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var y = pass.out();
    int repeats = y.size() / x.size();
    int inner = inner(x.shape());
    pass.call("forward")
        .reads(x)
        .writes(y)
        .sums(0)
        .bind(m -> new Repeat(m.of(x), x.offset(), m.of(y), repeats, inner, y.size()));
  }

  /** The elements behind the axes that are repeated. */
  private int inner(Shape x) {
    int inner = 1;
    for (int axis = shape.rank() - 1; axis >= 0 && x.dim(axis) == shape.dim(axis); axis--) {
      inner *= shape.dim(axis);
    }
    return inner;
  }

  @Override
  public Value gradient(int input, Composition g) {
    return Sum.to(g.in(0).shape(), g.dy());
  }

  record Repeat(float[] x, int xAt, float[] y, int repeats, int inner, int size) implements Kernel {

    private static int source(int repeats, int inner, int i) {
      return i / (repeats * inner) * inner + i % inner;
    }

    static void loop(float[] x, int xAt, float[] y, int repeats, int inner, int size) {
      for (@Parallel int i = 0; i < size; i++) {
        y[i] = x[xAt + source(repeats, inner, i)];
      }
    }

    @Override
    public void run(int from, int to) {
      int i = from;
      while (i < to) {
        int first = source(repeats, inner, i);
        int run = Math.min(to - i, inner - i % inner);
        if (inner == 1) {
          run = Math.min(to - i, repeats - i % repeats);
          Arrays.fill(y, i, i + run, x[xAt + first]);
        } else {
          System.arraycopy(x, xAt + first, y, i, run);
        }
        i += run;
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(id, Repeat::loop, x, xAt, y, repeats, inner, size);
    }
  }
}
