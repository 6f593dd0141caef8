package example;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/** An operation of one's own: {@code y = x / (1 + exp(−x))}, with its gradient. */
public record Swish() implements Operation {

  @Override
  public String name() {
    return "swish";
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
        .flops(4L * y.size())
        .bind(memory -> new SwishForward(memory.of(x), memory.of(y), y.size()));
  }

  @Override
  public void backward(Backward pass) {
    var x = pass.in(0);
    var dy = pass.outGradient();
    var dx = pass.gradient(0);
    pass.call("input gradient")
        .reads(x, dy)
        .writes(dx)
        .flops(8L * dy.size())
        .bind(
            memory ->
                new SwishGradient(
                    memory.of(x), memory.of(dy), memory.of(dx.slice()), dx.add(), dy.size()));
  }
}
