package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * Means of as many windows as are asked for, of sequences of any length: {@code (n, c, length)}
 * becomes {@code (n, c, outputSize)}.
 *
 * @param outputSize the length of the result, at least 1
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool1d.html">PyTorch</a>
 */
public record AdaptiveAvgPool1d(int outputSize) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.adaptiveAvgPool1d(x, outputSize);
  }
}
