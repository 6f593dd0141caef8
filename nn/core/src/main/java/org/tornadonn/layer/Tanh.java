package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * The hyperbolic tangent, element by element: numbers between −1 and 1, of any shape.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Tanh.html">PyTorch</a>
 */
public record Tanh() implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.tanh(x);
  }
}
