package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code x > 0 ? x : alpha · (exp(x) − 1)}, element by element, of any shape.
 *
 * @param alpha what negative values come down to; default 1
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ELU.html">PyTorch</a>
 */
public record ELU(float alpha) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.elu(x, alpha);
  }
}
