package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * Zeros around sequences {@code (n, c, length)}.
 *
 * @param left elements in front; below 0 takes some away
 * @param right elements behind
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ZeroPad1d.html">PyTorch</a>
 */
public record ZeroPad1d(int left, int right) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.pad(x, left, right);
  }
}
