package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code |x| > lambd ? x : 0}, element by element, of any shape.
 *
 * @param lambd how far from 0 a number must be to stay; default 0.5
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Hardshrink.html">PyTorch</a>
 */
public record Hardshrink(float lambd) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.hardshrink(x, lambd);
  }
}
