package org.tornadonn.op.arithmetic;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * The same numbers in the same order under another shape: nothing is copied.
 *
 * @param shape as many elements as x has
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.reshape.html">PyTorch</a>
 */
public record Reshape(Shape shape) implements Operation {

  @Override
  public String name() {
    return "reshape";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = inputs.getFirst();
    if (x.size() != shape.size()) {
      throw new ShapeException(
          "%s has %d elements and cannot be reshaped to %s, which has %d."
              .formatted(x, x.size(), shape, shape.size()));
    }
    return shape;
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
