package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code x · tanh(ln(1 + exp(x)))}, element by element, of any shape.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Mish.html">PyTorch</a>
 */
public record Mish() implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.mish(x);
  }
}
