package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code ln(1 / (1 + exp(−x)))}, element by element, of any shape.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.LogSigmoid.html">PyTorch</a>
 */
public record LogSigmoid() implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.logsigmoid(x);
  }
}
