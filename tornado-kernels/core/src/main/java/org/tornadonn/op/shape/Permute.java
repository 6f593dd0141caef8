package org.tornadonn.op.shape;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tornadonn.op.arithmetic.Reshape;
import org.tornadonn.plan.Composed;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * The axes of x in another order: {@code y[…, i(k), …] = x[…, i(k) at axes[k], …]}. The gradient is
 * that of the result, in the order of before. Axes that stay neighbours count as one, and at most
 * six may be left.
 *
 * @param axes which axis of x each axis of the result is, counted from 0
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.permute.html">PyTorch</a>
 */
public record Permute(List<Integer> axes) implements Composed {

  public Permute {
    axes = List.copyOf(axes);
  }

  /** Records x with its axes in the given order; nothing is copied if only axes of size 1 move. */
  public static Value of(Value x, int... axes) {
    var operation = new Permute(Arrays.stream(axes).boxed().toList());
    var y = operation.outputShape(List.of(x.shape()));
    if (IntStream.range(0, axes.length).allMatch(k -> axes[k] == k)) {
      return x;
    }
    int[] moved = Arrays.stream(axes).filter(axis -> x.shape().dim(axis) > 1).toArray();
    boolean isView = IntStream.range(1, moved.length).allMatch(k -> moved[k] > moved[k - 1]);
    return x.tape().apply(isView ? new Reshape(y) : operation, x);
  }

  @Override
  public String name() {
    return "permute";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = inputs.getFirst();
    var all = IntStream.range(0, x.rank()).boxed().toList();
    if (!axes.stream().sorted().toList().equals(all)) {
      throw new ShapeException(
          "%s cannot be permuted by %s: name each axis from 0 to %d once."
              .formatted(x, axes, x.rank() - 1));
    }
    return Shape.of(axes.stream().mapToInt(x::dim).toArray());
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var y = pass.out();
    int[] before = Strides.rowMajor(x.shape());
    var strides = Strides.of(y.shape(), axes.stream().mapToInt(axis -> before[axis]).toArray());
    pass.call("forward")
        .reads(x)
        .writes(y)
        .sums(0)
        .bind(m -> new StridedCopy(m.of(x), x.offset(), m.of(y), strides, y.size()));
  }

  @Override
  public Value gradient(int input, Composition g) {
    return of(g.dy(), IntStream.range(0, axes.size()).map(axes::indexOf).toArray());
  }
}
