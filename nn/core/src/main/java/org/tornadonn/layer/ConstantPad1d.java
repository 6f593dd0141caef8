package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * One number around sequences {@code (n, c, length)}.
 *
 * @param left elements in front; below 0 takes some away
 * @param right elements behind
 * @param value the number
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ConstantPad1d.html">PyTorch</a>
 */
public record ConstantPad1d(int left, int right, float value) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.pad(x, new int[] {left, right}, value);
  }
}
