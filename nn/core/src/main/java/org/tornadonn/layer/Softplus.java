package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code ln(1 + exp(beta · x)) / beta}, element by element, of any shape.
 *
 * @param beta how sharp the bend is; default 1
 * @param threshold where {@code beta · x} is above it, the result is x itself; default 20
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Softplus.html">PyTorch</a>
 */
public record Softplus(float beta, float threshold) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.softplus(x, beta, threshold);
  }
}
