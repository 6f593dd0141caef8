package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code min(max(x, 0), 6)}, element by element, of any shape.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ReLU6.html">PyTorch</a>
 */
public record ReLU6() implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.relu6(x);
  }
}
