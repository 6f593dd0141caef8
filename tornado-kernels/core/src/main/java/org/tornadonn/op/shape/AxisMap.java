package org.tornadonn.op.shape;

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
 * A linear map along one axis that is known beforehand: {@code y[o, r, i] = Σ(t in row r) weight[t]
 * · x[o, column[t], i]}. Resizing, padding with what is there, and taking elements at known
 * positions are such maps. The gradient is the map with rows and columns exchanged.
 *
 * <p>Operands are x, where rows begin, columns and weights; {@link #of} makes the last three.
 *
 * @param axis counted from 0
 */
public record AxisMap(int axis, SparseRows map) implements Composed {

  /** Records the map of x along an axis. */
  public static Value of(Value x, int axis, SparseRows map) {
    var tape = x.tape();
    float[] starts = map.starts();
    float[] column = map.column();
    var elements = Shape.of(column.length);
    return tape.apply(
        new AxisMap(axis, map),
        x,
        tape.constant("rows", Shape.of(starts.length), starts),
        tape.constant("columns", elements, column),
        tape.constant("weights", elements, map.weight()));
  }

  @Override
  public String name() {
    return "axis_map";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = inputs.getFirst();
    if (axis < 0 || axis >= x.rank() || x.dim(axis) != map.columns()) {
      throw new ShapeException(
          "A map of %d elements cannot be applied to axis %d of %s."
              .formatted(map.columns(), axis, x));
    }
    int[] dims = x.toArray();
    dims[axis] = map.rows();
    return Shape.of(dims);
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var starts = pass.in(1);
    var column = pass.in(2);
    var weight = pass.in(3);
    var y = pass.out();
    int inner = Rows.along(axis, x.shape()).step();
    int terms = map.isSelection() ? 0 : map.longest();
    pass.call("forward")
        .reads(x, starts, column, weight)
        .writes(y)
        .flops(2L * terms * y.size())
        .sums(terms, x, weight)
        .bind(
            m ->
                new AxisMapForward(
                    m.of(x),
                    x.offset(),
                    m.of(starts),
                    m.of(column),
                    m.of(weight),
                    m.of(y),
                    map.columns(),
                    map.rows(),
                    inner,
                    y.size()));
  }

  @Override
  public Value gradient(int input, Composition g) {
    return of(g.dy(), axis, map.transposed());
  }

  /** One index is one element of y. */
  record AxisMapForward(
      float[] x,
      int xAt,
      float[] starts,
      float[] column,
      float[] weight,
      float[] y,
      int columns,
      int rows,
      int inner,
      int size)
      implements Kernel {

    private static float at(
        float[] x,
        int xAt,
        float[] starts,
        float[] column,
        float[] weight,
        int columns,
        int rows,
        int inner,
        int i) {
      int row = i / inner % rows;
      int first = xAt + i / inner / rows * columns * inner + i % inner;
      int end = (int) starts[row + 1];
      float sum = 0;
      for (int t = (int) starts[row]; t < end; t++) {
        sum += weight[t] * x[first + ((int) column[t]) * inner];
      }
      return sum;
    }

    static void loop(
        float[] x,
        int xAt,
        float[] starts,
        float[] column,
        float[] weight,
        float[] y,
        int columns,
        int rows,
        int inner,
        int size) {
      for (@Parallel int i = 0; i < size; i++) {
        y[i] = at(x, xAt, starts, column, weight, columns, rows, inner, i);
      }
    }

    @Override
    public void run(int from, int to) {
      if (inner == 1) {
        boolean isOneEach = isOneEach();
        int i = from;
        while (i < to) {
          int run = Math.min(to - i, rows - i % rows);
          along(i, run, isOneEach);
          i += run;
        }
      } else {
        int i = from;
        while (i < to) {
          int run = Math.min(to - i, inner - i % inner);
          across(i, run);
          i += run;
        }
      }
    }

    /** Whether each element is made of one other. */
    private boolean isOneEach() {
      boolean is = column.length == rows;
      for (int row = 0; is && row <= rows; row++) {
        is = starts[row] == row;
      }
      return is;
    }

    /** Neighbours of the last axis, which are made of the same numbers. */
    private void along(int i, int run, boolean isOneEach) {
      int row = i % rows;
      int first = xAt + i / rows * columns;
      int t = (int) starts[row];
      if (isOneEach) {
        for (int k = 0; k < run; k++) {
          y[i + k] = weight[t + k] * x[first + (int) column[t + k]];
        }
        return;
      }
      for (int k = 0; k < run; k++) {
        int end = (int) starts[row + k + 1];
        float sum = 0;
        for (; t < end; t++) {
          sum += weight[t] * x[first + (int) column[t]];
        }
        y[i + k] = sum;
      }
    }

    /** Neighbours that take the same weights, term by term. */
    private void across(int i, int run) {
      int row = i / inner % rows;
      int first = xAt + i / inner / rows * columns * inner + i % inner;
      int begin = (int) starts[row];
      int end = (int) starts[row + 1];
      if (end == begin + 1) {
        float w = weight[begin];
        int source = first + ((int) column[begin]) * inner;
        for (int k = 0; k < run; k++) {
          y[i + k] = w * x[source + k];
        }
        return;
      }
      for (int k = 0; k < run; k++) {
        y[i + k] = 0;
      }
      for (int t = begin; t < end; t++) {
        float w = weight[t];
        int source = first + ((int) column[t]) * inner;
        for (int k = 0; k < run; k++) {
          y[i + k] += w * x[source + k];
        }
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(
          id, AxisMapForward::loop, x, xAt, starts, column, weight, y, columns, rows, inner, size);
    }
  }
}
