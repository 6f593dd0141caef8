package org.tornadonn.op;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/**
 * {@code y = max(0, x)}, element by element; NaN stays NaN. The gradient at 0 is 0.
 *
 * <p>Backward looks at the result alone, so the result may take the place of its operand.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ReLU.html">PyTorch</a>
 */
public record ReLU() implements Operation {

  @Override
  public String name() {
    return "relu";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return inputs.getFirst();
  }

  @Override
  public boolean commutesWithMaximum() {
    return true;
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var y = pass.out();
    pass.call("forward")
        .reads(x)
        .writes(y)
        .elementwise()
        .flops(y.size())
        .sums(0)
        .bind(m -> new ReLUForward(m.of(x), x.offset(), m.of(y), y.size()));
  }

  @Override
  public void backward(Backward pass) {
    var y = pass.out();
    var dy = pass.outGradient();
    var dx = pass.gradient(0);
    var to = dx.slice();
    pass.call("input gradient")
        .reads(dy, y)
        .writes(dx)
        .elementwise()
        .flops(y.size())
        .sums(0)
        .bind(
            m ->
                new ReLUInputGradient(
                    m.of(y), m.of(dy), m.of(to), to.offset(), dx.add(), y.size()));
  }
}
