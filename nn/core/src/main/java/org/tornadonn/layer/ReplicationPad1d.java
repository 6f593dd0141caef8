package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.op.shape.Padding;
import org.tornadonn.plan.Value;

/**
 * Sequences {@code (n, c, length)} with their outermost elements repeated.
 *
 * @param left elements in front; below 0 takes some away
 * @param right elements behind
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ReplicationPad1d.html">PyTorch</a>
 */
public record ReplicationPad1d(int left, int right) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.pad(x, new int[] {left, right}, Padding.REPLICATE);
  }
}
