package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code exp(x[j]) / Σ(k) exp(x[k])} along one axis: positive numbers that add up to 1; the shape
 * stays. To train a classifier, leave it out: {@code Loss.crossEntropy} has it inside.
 *
 * @param dim the axis, counted from 0, the batch; or backwards from −1, the last
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html">PyTorch</a>
 */
public record Softmax(int dim) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.softmax(x, dim);
  }
}
