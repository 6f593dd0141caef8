package org.tornadonn.op.recurrent;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Copy;
import org.tornadonn.plan.Fill;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * One position along the first axis: {@code y[…] = x[index, …]}. Its gradient is added to its own
 * place alone, so that those of all steps together cost one pass over x.
 *
 * @param index from 0
 */
public record TimeStep(int index) implements Operation {

  @Override
  public String name() {
    return "time_step";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = inputs.getFirst();
    if (x.rank() == 0 || index < 0 || index >= x.dim(0)) {
      throw new ShapeException("%s has no step %d.".formatted(x, index));
    }
    return x.sample();
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var y = pass.out();
    pass.call("forward")
        .reads(x)
        .writes(y)
        .sums(0)
        .bind(
            m ->
                new Copy(m.of(x), x.offset() + index * y.size(), m.of(y), y.offset(), 0, y.size()));
  }

  @Override
  public void backward(Backward pass) {
    var dy = pass.outGradient();
    var dx = pass.gradient(0);
    var to = dx.slice();
    if (!dx.accumulate()) {
      pass.call("zeros")
          .writes(to)
          .sums(0)
          .bind(m -> new Fill(m.of(to), to.offset(), 0, to.size()));
    }
    pass.call("input gradient")
        .reads(dy)
        .adds(to)
        .sums(1)
        .bind(
            m ->
                new Copy(
                    m.of(dy),
                    dy.offset(),
                    m.of(to),
                    to.offset() + index * dy.size(),
                    1,
                    dy.size()));
  }
}
