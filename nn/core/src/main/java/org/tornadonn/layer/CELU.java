package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code max(0, x) + min(0, alpha · (exp(x / alpha) − 1))}, element by element, of any shape.
 *
 * @param alpha what negative values come down to, not 0; default 1
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.CELU.html">PyTorch</a>
 */
public record CELU(float alpha) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.celu(x, alpha);
  }
}
