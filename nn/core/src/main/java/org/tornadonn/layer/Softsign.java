package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code x / (1 + |x|)}, element by element, of any shape.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Softsign.html">PyTorch</a>
 */
public record Softsign() implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.softsign(x);
  }
}
