package org.tornadonn.op.reduction;

import java.util.List;
import org.tornadonn.op.arithmetic.Rows;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The product along an axis, which becomes 1. The gradient of an element is that of the product
 * times the product of all others, which is right with zeros, and takes the square of the length.
 *
 * @param axis counted from 0
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.prod.html">PyTorch</a>
 */
public record Prod(int axis) implements Operation {

  @Override
  public String name() {
    return "prod";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    int[] dims = inputs.getFirst().toArray();
    dims[axis] = 1;
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
        .flops(x.size())
        .bind(
            m ->
                new RowProduct(m.of(x), x.offset(), m.of(y), rows.length(), rows.step(), y.size()));
  }

  @Override
  public void backward(Backward pass) {
    var x = pass.in(0);
    var dy = pass.outGradient();
    var rows = Rows.along(axis, x.shape());
    var gradient = pass.gradient(0);
    var dx = gradient.slice();
    pass.call("input gradient")
        .reads(x, dy)
        .writes(gradient)
        .flops((long) x.size() * rows.length())
        .bind(
            m ->
                new ProductInputGradient(
                    m.of(x),
                    x.offset(),
                    m.of(dy),
                    m.of(dx),
                    dx.offset(),
                    gradient.add(),
                    rows.length(),
                    rows.step(),
                    dx.size()));
  }

  /** One index is one element of y. */
  record RowProduct(float[] x, int xAt, float[] y, int length, int inner, int size)
      implements Kernel {

    private static float at(float[] x, int xAt, int length, int inner, int i) {
      int from = xAt + i / inner * length * inner + i % inner;
      float product = 1;
      for (int k = 0; k < length; k++) {
        product *= x[from + k * inner];
      }
      return product;
    }

    static void loop(float[] x, int xAt, float[] y, int length, int inner, int size) {
      for (@Parallel int i = 0; i < size; i++) {
        y[i] = at(x, xAt, length, inner, i);
      }
    }

    @Override
    public void run(int from, int to) {
      int i = from;
      while (i < to) {
        int run = Math.min(to - i, inner - i % inner);
        int first = xAt + i / inner * length * inner + i % inner;
        if (inner == 1) {
          y[i] = along(first);
        } else {
          across(first, i, run);
        }
        i += run;
      }
    }

    /** Four products at a time, so that they need not wait for each other. */
    private float along(int first) {
      float a = 1;
      float b = 1;
      float c = 1;
      float d = 1;
      int k = 0;
      for (; k <= length - 4; k += 4) {
        a *= x[first + k];
        b *= x[first + k + 1];
        c *= x[first + k + 2];
        d *= x[first + k + 3];
      }
      for (; k < length; k++) {
        a *= x[first + k];
      }
      return a * b * (c * d);
    }

    /** Neighbouring results, factor by factor. */
    private void across(int first, int at, int run) {
      for (int j = 0; j < run; j++) {
        y[at + j] = x[first + j];
      }
      for (int k = 1; k < length; k++) {
        int row = first + k * inner;
        for (int j = 0; j < run; j++) {
          y[at + j] *= x[row + j];
        }
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(id, RowProduct::loop, x, xAt, y, length, inner, size);
    }
  }

  /** {@code dx[o, k, i] (+)= dy[o, i] · Π(j ≠ k) x[o, j, i]}; one index is one element of dx. */
  public record ProductInputGradient(
      float[] x,
      int xAt,
      float[] dy,
      float[] dx,
      int dxAt,
      int add,
      int length,
      int inner,
      int size)
      implements Kernel {

    private static float at(float[] x, int xAt, float[] dy, int length, int inner, int i) {
      int row = i / (inner * length) * inner + i % inner;
      int from = xAt + i / (inner * length) * length * inner + i % inner;
      int own = i / inner % length;
      float product = dy[row];
      for (int k = 0; k < length; k++) {
        product = k == own ? product : product * x[from + k * inner];
      }
      return product;
    }

    static void loop(
        float[] x,
        int xAt,
        float[] dy,
        float[] dx,
        int dxAt,
        int add,
        int length,
        int inner,
        int size) {
      for (@Parallel int i = 0; i < size; i++) {
        float share = at(x, xAt, dy, length, inner, i);
        dx[dxAt + i] = add > 0 ? dx[dxAt + i] + share : share;
      }
    }

    @Override
    public void run(int from, int to) {
      for (int i = from; i < to; i++) {
        float share = at(x, xAt, dy, length, inner, i);
        dx[dxAt + i] = add > 0 ? dx[dxAt + i] + share : share;
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(id, ProductInputGradient::loop, x, xAt, dy, dx, dxAt, add, length, inner, size);
    }
  }
}
