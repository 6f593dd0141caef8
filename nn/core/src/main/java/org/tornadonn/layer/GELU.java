package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.op.activation.GELU.Approximate;
import org.tornadonn.plan.Value;

/**
 * {@code x · Φ(x)}, element by element, of any shape; Φ is the distribution function of the
 * standard normal distribution.
 *
 * @param approximate NONE (the default) computes Φ by the error function, TANH by the usual
 *     approximation with a hyperbolic tangent
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.GELU.html">PyTorch</a>
 */
public record GELU(Approximate approximate) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.gelu(x, approximate);
  }
}
