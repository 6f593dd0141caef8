package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code x[j] − ln Σ(k) exp(x[k])} along one axis: the logarithm of a {@link Softmax}.
 *
 * @param dim the axis, counted from 0, the batch; or backwards from −1, the last
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html">PyTorch</a>
 */
public record LogSoftmax(int dim) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.logSoftmax(x, dim);
  }
}
