package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code min(max(x + 3, 0), 6) / 6}, element by element, of any shape.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Hardsigmoid.html">PyTorch</a>
 */
public record Hardsigmoid() implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.hardsigmoid(x);
  }
}
