package org.tornadonn.op.shape;

import java.util.List;
import org.tornadonn.plan.Composed;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Some positions along one axis, evenly spaced: {@code y[…, k, …] = x[…, start + k · step, …]}. The
 * gradient of what is left out is 0.
 *
 * @param axis counted from 0
 * @param start the first position
 * @param step from one to the next; below 0 for backwards
 * @param count how many
 * @see <a href="https://numpy.org/doc/stable/user/basics.indexing.html">NumPy</a>
 */
public record StridedSlice(int axis, int start, int step, int count) implements Composed {

  /** Records a slice; nothing runs if that is all of x. */
  public static Value of(Value x, int axis, int start, int step, int count) {
    return start == 0 && step == 1 && count == x.shape().dim(axis)
        ? x
        : x.tape().apply(new StridedSlice(axis, start, step, count), x);
  }

  /** Records x with one axis backwards. */
  public static Value flip(Value x, int axis) {
    int n = x.shape().dim(axis);
    return n == 1 ? x : of(x, axis, n - 1, -1, n);
  }

  @Override
  public String name() {
    return "slice";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = inputs.getFirst();
    long last = start + (count - 1L) * step;
    if (axis < 0
        || axis >= x.rank()
        || count < 1
        || step == 0
        || start < 0
        || start >= x.dim(axis)
        || last < 0
        || last >= x.dim(axis)) {
      throw new ShapeException(
          "%s has no slice of %d from %d in steps of %d along axis %d."
              .formatted(x, count, start, step, axis));
    }
    int[] dims = x.toArray();
    dims[axis] = count;
    return Shape.of(dims);
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var y = pass.out();
    int[] steps = Strides.rowMajor(x.shape());
    int first = x.offset() + start * steps[axis];
    steps[axis] *= step;
    var strides = Strides.of(y.shape(), steps);
    pass.call("forward")
        .reads(x)
        .writes(y)
        .sums(0)
        .bind(m -> new StridedCopy(m.of(x), first, m.of(y), strides, y.size()));
  }

  @Override
  public Value gradient(int input, Composition g) {
    int n = g.in(0).shape().dim(axis);
    if (count == n) {
      return flip(g.dy(), axis);
    }
    return g.apply(new Spread(axis, start, step, n, 0), g.dy());
  }
}
