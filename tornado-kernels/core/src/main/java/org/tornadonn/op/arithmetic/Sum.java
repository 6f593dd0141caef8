package org.tornadonn.op.arithmetic;

import java.util.List;
import org.tornadonn.plan.Composed;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Slice;
import org.tornadonn.plan.Value;

/**
 * {@code y[o, i] = Σ(k) x[o, k, i]} over neighbouring axes, which become 1. The gradient is that of
 * the result, repeated.
 *
 * <p>A long sum is cut into parts, by shapes alone, which are summed by themselves and then added.
 *
 * @param first the first axis that is summed, counted from 0
 * @param axes how many are
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.sum.html">PyTorch</a>
 */
public record Sum(int first, int axes) implements Composed {

  /** As many independent sums as keep a device busy. */
  private static final int ENOUGH = 1 << 16;

  /**
   * Records the sum of x over the axes along which it was stretched from a shape: what a gradient
   * that was broadcast comes down to.
   */
  public static Value to(Shape shape, Value x) {
    var y = x;
    int behind = y.shape().rank() - shape.rank();
    for (int axis = y.shape().rank() - 1; axis >= 0; axis--) {
      int last = axis;
      while (axis >= 0 && isStretched(shape, y.shape(), axis, behind)) {
        axis--;
      }
      if (last > axis) {
        y = y.tape().apply(new Sum(axis + 1, last - axis), y);
      }
    }
    return y.shape().equals(shape) ? y : y.tape().apply(new Reshape(shape), y);
  }

  private static boolean isStretched(Shape shape, Shape x, int axis, int behind) {
    return x.dim(axis) > 1 && (axis < behind || shape.dim(axis - behind) == 1);
  }

  /**
   * Records the sum of x over some axes, which become 1.
   *
   * @param sorted the axes, counted from 0, in rising order
   */
  public static Value over(Value x, int... sorted) {
    var y = x;
    for (int at = sorted.length - 1; at >= 0; at--) {
      int last = sorted[at];
      while (at > 0 && sorted[at - 1] == sorted[at] - 1) {
        at--;
      }
      y = y.tape().apply(new Sum(sorted[at], last - sorted[at] + 1), y);
    }
    return y;
  }

  @Override
  public String name() {
    return "sum";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = inputs.getFirst();
    if (first < 0 || axes < 1 || first + axes > x.rank()) {
      throw new ShapeException(
          "%s has no axes %d to %d to sum over.".formatted(x, first, first + axes - 1));
    }
    var dims = x.toArray();
    for (int axis = first; axis < first + axes; axis++) {
      dims[axis] = 1;
    }
    return Shape.of(dims);
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var y = pass.out();
    int inner = 1;
    for (int axis = first + axes; axis < x.shape().rank(); axis++) {
      inner *= x.shape().dim(axis);
    }
    int terms = x.size() / y.size();
    int parts = parts(y.size(), terms);
    if (parts == 1) {
      sum(pass, "forward", x, y, terms, 1, inner);
    } else {
      var partial = pass.scratch("parts", Shape.of(y.size() / inner, parts, inner));
      sum(pass, "parts", x, partial, terms, parts, inner);
      sum(pass, "forward", partial, y, parts, 1, inner);
    }
  }

  /** Into how many parts a sum is cut: by sizes only, so that no device has other results. */
  private static int parts(int results, int terms) {
    int root = (int) Math.ceil(Math.sqrt(terms));
    int wanted = terms < 512 ? 1 : Math.clamp(ENOUGH / results, 1, root);
    return Math.ceilDiv(terms, Math.ceilDiv(terms, wanted));
  }

  private static void sum(
      Forward pass, String step, Slice x, Slice y, int terms, int parts, int inner) {
    int perPart = Math.ceilDiv(terms, parts);
    pass.call(step)
        .reads(x)
        .writes(y)
        .flops(x.size())
        .sums(perPart, x)
        .bind(
            m -> new RowSum(m.of(x), x.offset(), m.of(y), terms, parts, perPart, inner, y.size()));
  }

  @Override
  public Value gradient(int input, Composition g) {
    return Expand.of(g.dy(), g.in(0).shape());
  }
}
