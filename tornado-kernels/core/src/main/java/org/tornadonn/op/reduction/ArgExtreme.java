package org.tornadonn.op.reduction;

import java.util.List;
import java.util.OptionalDouble;
import org.tornadonn.op.arithmetic.Rows;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Choosing;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * Where along an axis, which becomes 1, the largest or smallest number lies: the first of equal
 * ones, and the first NaN if there is one. A whole number, exact up to 2²⁴; no gradient.
 *
 * @param axis counted from 0
 * @param sign 1 for the largest, −1 for the smallest
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.argmax.html">PyTorch</a>
 */
public record ArgExtreme(int axis, int sign) implements Operation {

  @Override
  public String name() {
    return sign > 0 ? "argmax" : "argmin";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    int[] dims = inputs.getFirst().toArray();
    dims[axis] = 1;
    return Shape.of(dims);
  }

  @Override
  public boolean passesGradient() {
    return false;
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var y = pass.out();
    var rows = Rows.along(axis, x.shape());
    pass.call("forward")
        .reads(x)
        .writes(y)
        .sums(0)
        .bind(
            m ->
                new RowArgExtreme(
                    m.of(x), x.offset(), m.of(y), sign, rows.length(), rows.step(), y.size()));
  }

  @Override
  public void backward(Backward pass) {}

  /** One index is one element of y. */
  record RowArgExtreme(float[] x, int xAt, float[] y, int sign, int length, int inner, int size)
      implements Choosing {

    private static float at(float[] x, int xAt, int sign, int length, int inner, int i) {
      int from = xAt + i / inner * length * inner + i % inner;
      float best = sign * x[from];
      int winner = 0;
      for (int k = 1; k < length; k++) {
        float value = sign * x[from + k * inner];
        if (value > best || (Float.isNaN(value) && !Float.isNaN(best))) {
          best = value;
          winner = k;
        }
      }
      return winner;
    }

    static void loop(float[] x, int xAt, float[] y, int sign, int length, int inner, int size) {
      for (@Parallel int i = 0; i < size; i++) {
        y[i] = at(x, xAt, sign, length, inner, i);
      }
    }

    @Override
    public void run(int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = at(x, xAt, sign, length, inner, i);
      }
    }

    @Override
    public boolean keepsChoices() {
      return true;
    }

    @Override
    public float[] choices() {
      return y;
    }

    @Override
    public OptionalDouble taken(int i, float choice) {
      int k = (int) choice;
      return k == choice && k >= 0 && k < length
          ? OptionalDouble.of(x[xAt + (i / inner * length + k) * inner + i % inner])
          : OptionalDouble.empty();
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(id, RowArgExtreme::loop, x, xAt, y, sign, length, inner, size);
    }
  }
}
