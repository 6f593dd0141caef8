package org.tornadonn.op.elementwise;

import java.util.List;
import java.util.Locale;
import org.tornadonn.plan.Composed;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * A function of each element by itself, of any shape: one kernel, and a gradient made of others.
 */
public interface Unary extends Composed {

  /** Records the function of a value. */
  static Value of(Operation function, Value x) {
    return x.tape().apply(function, x);
  }

  /** {@code y = f(x)}; x and y may be the same array, if both begin at its first element. */
  Kernel kernel(float[] x, int xAt, float[] y, int size);

  /** {@code dy · f′(x)}. */
  Value slope(Composition g);

  /** Floating-point operations for one element. */
  int flops();

  /** The name of the class in small letters, which is PyTorch's. */
  @Override
  default String name() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  @Override
  default Shape outputShape(List<Shape> inputs) {
    return inputs.getFirst();
  }

  @Override
  default void forward(Forward pass) {
    var x = pass.in(0);
    var y = pass.out();
    pass.call("forward")
        .reads(x)
        .writes(y)
        .elementwise()
        .flops((long) flops() * y.size())
        .bind(m -> bound(m.of(x), x.offset(), m.of(y), y.size()));
  }

  private Kernel bound(float[] x, int xAt, float[] y, int size) {
    return new UnaryKernel(this, x, xAt, y, kernel(x, xAt, y, size));
  }

  @Override
  default Value gradient(int input, Composition g) {
    return slope(g);
  }
}
