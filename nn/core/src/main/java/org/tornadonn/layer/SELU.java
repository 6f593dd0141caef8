package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code 1.0507 · (x > 0 ? x : 1.6733 · (exp(x) − 1))}, element by element, of any shape.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.SELU.html">PyTorch</a>
 */
public record SELU() implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.selu(x);
  }
}
