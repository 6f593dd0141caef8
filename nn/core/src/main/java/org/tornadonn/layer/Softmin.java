package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code exp(−x[j]) / Σ(k) exp(−x[k])} along one axis; the shape stays.
 *
 * @param dim the axis, counted from 0, the batch; or backwards from −1, the last
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmin.html">PyTorch</a>
 */
public record Softmin(int dim) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.softmin(x, dim);
  }
}
