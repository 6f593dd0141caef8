package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code x / (1 + exp(−x))}, element by element, of any shape: also called swish.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.SiLU.html">PyTorch</a>
 */
public record SiLU() implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.silu(x);
  }
}
