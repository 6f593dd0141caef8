package org.tornadonn.op.arithmetic;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Copy;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * {@code y = a + b}, element by element, for two values of one shape: what a residual block needs.
 */
public record Add() implements Operation {

  @Override
  public String name() {
    return "add";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (!inputs.get(0).equals(inputs.get(1))) {
      throw new ShapeException(
          "Add expects two values of one shape, but gets %s and %s."
              .formatted(inputs.get(0), inputs.get(1)));
    }
    return inputs.getFirst();
  }

  @Override
  public void forward(Forward pass) {
    var a = pass.in(0);
    var b = pass.in(1);
    var y = pass.out();
    pass.call("forward")
        .reads(a, b)
        .writes(y)
        .elementwise()
        .flops(y.size())
        .bind(m -> new AddForward(m.of(a), a.offset(), m.of(b), b.offset(), m.of(y), y.size()));
  }

  @Override
  public void backward(Backward pass) {
    var dy = pass.outGradient();
    for (int i = 0; i < 2; i++) {
      if (pass.needsGradient(i)) {
        var dx = pass.gradient(i);
        var to = dx.slice();
        pass.call("input gradient")
            .reads(dy)
            .writes(dx)
            .elementwise()
            .flops(dy.size())
            .sums(0)
            .bind(m -> new Copy(m.of(dy), dy.offset(), m.of(to), to.offset(), dx.add(), dy.size()));
      }
    }
  }
}
