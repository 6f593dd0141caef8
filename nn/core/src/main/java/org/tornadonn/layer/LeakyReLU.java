package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code x > 0 ? x : negativeSlope · x}, element by element, of any shape.
 *
 * @param negativeSlope what negative values are multiplied with; default 0.01
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html">PyTorch</a>
 */
public record LeakyReLU(float negativeSlope) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.leakyRelu(x, negativeSlope);
  }
}
