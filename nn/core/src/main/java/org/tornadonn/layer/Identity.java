package org.tornadonn.layer;

import org.tornadonn.plan.Value;

/**
 * What comes, as it is: the way past the branch of a {@link Residual}.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Identity.html">PyTorch</a>
 */
public record Identity() implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return x;
  }
}
