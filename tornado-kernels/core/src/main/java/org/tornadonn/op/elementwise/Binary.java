package org.tornadonn.op.elementwise;

import java.util.List;
import java.util.Locale;
import org.tornadonn.op.arithmetic.Sum;
import org.tornadonn.plan.Composed;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * A function of two numbers, element by element, with PyTorch's broadcasting: one kernel, and
 * gradients made of other operations.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/notes/broadcasting.html">PyTorch</a>
 */
public interface Binary extends Composed {

  /** Records the function of two values; an operand that no kernel can repeat is expanded first. */
  static Value of(Operation function, Value a, Value b) {
    var y = Broadcast.of(function.name(), List.of(a.shape(), b.shape()));
    return a.tape().apply(function, Broadcast.fit(a, y), Broadcast.fit(b, y));
  }

  /** One number as a value, beside another value. */
  static Value number(Value beside, float number) {
    return beside.tape().constant(Float.toString(number), Shape.of(), number);
  }

  /** {@code y = f(a, b)}. */
  Kernel kernel(Operand a, Operand b, float[] y, int size);

  /**
   * {@code dy} times the derivative with respect to one input, with the shape of the result.
   *
   * @param input 0 or 1
   */
  Value slope(int input, Composition g);

  /** Floating-point operations for one element. */
  int flops();

  /** The name of the class in small letters, which is PyTorch's. */
  @Override
  default String name() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  @Override
  default Shape outputShape(List<Shape> inputs) {
    return Broadcast.of(name(), inputs);
  }

  @Override
  default void forward(Forward pass) {
    var a = pass.in(0);
    var b = pass.in(1);
    var y = pass.out();
    var call = pass.call("forward").reads(a, b).writes(y).flops((long) flops() * y.size());
    (a.size() == y.size() && b.size() == y.size() ? call.elementwise() : call)
        .bind(
            m ->
                bound(
                    Operand.of(m.of(a), a, y.shape()),
                    Operand.of(m.of(b), b, y.shape()),
                    m.of(y),
                    y.size()));
  }

  private Kernel bound(Operand a, Operand b, float[] y, int size) {
    return new BinaryKernel(this, a, b, y, kernel(a, b, y, size));
  }

  @Override
  default Value gradient(int input, Composition g) {
    return Sum.to(g.in(input).shape(), slope(input, g));
  }
}
