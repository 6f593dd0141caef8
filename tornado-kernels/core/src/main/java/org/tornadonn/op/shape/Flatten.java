package org.tornadonn.op.shape;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/**
 * Every sample as one row: {@code (n, c, h, w)} becomes {@code (n, c·h·w)}. A view: copies nothing.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Flatten.html">PyTorch</a>
 */
public record Flatten() implements Operation {

  @Override
  public String name() {
    return "flatten";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = inputs.getFirst();
    return Shape.of(x.dim(0), x.sample().size());
  }

  @Override
  public boolean isView() {
    return true;
  }

  @Override
  public void forward(Forward pass) {}

  @Override
  public void backward(Backward pass) {}
}
