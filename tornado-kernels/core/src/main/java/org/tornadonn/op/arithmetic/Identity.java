package org.tornadonn.op.arithmetic;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Copy;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * {@code y = x}, of any shape: a result of its own, where a value that is given has to be one. The
 * gradient passes on as it is.
 */
public record Identity() implements Operation {

  /** A value in an array of its own, for kernels that begin at index 0 of it. */
  public static Value own(Value x) {
    return x.isStored() ? x.tape().apply(new Identity(), x) : x;
  }

  @Override
  public String name() {
    return "identity";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return inputs.getFirst();
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var y = pass.out();
    pass.call("forward")
        .reads(x)
        .writes(y)
        .elementwise()
        .sums(0)
        .bind(m -> new Copy(m.of(x), x.offset(), m.of(y), y.offset(), 0, y.size()));
  }

  @Override
  public void backward(Backward pass) {
    var dy = pass.outGradient();
    var dx = pass.gradient(0);
    var to = dx.slice();
    pass.call("input gradient")
        .reads(dy)
        .writes(dx)
        .elementwise()
        .sums(0)
        .bind(m -> new Copy(m.of(dy), dy.offset(), m.of(to), to.offset(), dx.add(), dy.size()));
  }
}
