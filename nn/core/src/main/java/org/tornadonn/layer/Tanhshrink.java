package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code x − tanh(x)}, element by element, of any shape.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Tanhshrink.html">PyTorch</a>
 */
public record Tanhshrink() implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.tanhshrink(x);
  }
}
