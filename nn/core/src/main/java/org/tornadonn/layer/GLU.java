package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * The first half of an axis, times the sigmoid of the second: the axis becomes half as long.
 *
 * @param dim the axis, counted from 0, the batch; or backwards from −1, the last; default −1
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.GLU.html">PyTorch</a>
 * @see <a href="https://arxiv.org/abs/1612.08083">Dauphin and others, Language modeling with gated
 *     convolutional networks</a>
 */
public record GLU(int dim) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.glu(x, dim);
  }
}
