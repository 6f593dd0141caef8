package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * Maxima of as many windows as are asked for, of sequences of any length: {@code (n, c, length)}
 * becomes {@code (n, c, outputSize)}.
 *
 * @param outputSize the length of the result, at least 1
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool1d.html">PyTorch</a>
 */
public record AdaptiveMaxPool1d(int outputSize) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.adaptiveMaxPool1d(x, outputSize);
  }
}
