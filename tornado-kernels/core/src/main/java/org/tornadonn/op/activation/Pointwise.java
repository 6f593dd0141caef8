package org.tornadonn.op.activation;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/** A function of each element by itself: one kernel forward, one backward, any shape. */
interface Pointwise extends Operation {

  /** {@code y = f(x)}; x and y may be the same array. */
  Kernel result(float[] x, int xAt, float[] y, int size);

  /**
   * {@code dx (+)= dy · f′}; dx may be the same array as dy or v.
   *
   * @param v the result if {@link #gradientFromResult}, else the input
   */
  Kernel inputGradient(float[] v, int vAt, float[] dy, float[] dx, int dxAt, int add, int size);

  /** Whether the gradient is computed from the result, so that the input need not be kept. */
  boolean gradientFromResult();

  /** Floating-point operations for one element. */
  int flops();

  /** The roundings of one element; 0 if it is only chosen. */
  default int terms() {
    return flops();
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
        .sums(terms())
        .bind(m -> result(m.of(x), x.offset(), m.of(y), y.size()));
  }

  @Override
  default void backward(Backward pass) {
    var v = gradientFromResult() ? pass.out() : pass.in(0);
    var dy = pass.outGradient();
    var dx = pass.gradient(0);
    var to = dx.slice();
    pass.call("input gradient")
        .reads(dy, v)
        .writes(dx)
        .elementwise()
        .flops((long) flops() * dy.size())
        .sums(terms())
        .bind(
            m ->
                inputGradient(
                    m.of(v), v.offset(), m.of(dy), m.of(to), to.offset(), dx.add(), dy.size()));
  }
}
