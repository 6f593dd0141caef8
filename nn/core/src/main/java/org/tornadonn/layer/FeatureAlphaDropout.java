package org.tornadonn.layer;

import org.tornadonn.plan.Value;

/**
 * {@link AlphaDropout} of whole channels of {@code (n, c, …)}.
 *
 * @param p the probability that a channel is left out, from 0 to below 1; default 0.5
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.FeatureAlphaDropout.html">PyTorch</a>
 */
public record FeatureAlphaDropout(float p) implements Layer {

  /** Checks the probability. */
  public FeatureAlphaDropout {
    Mask.requireBelowOne("FeatureAlphaDropout", p);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return Mask.selfNormalizing(scope, x, p, Mask.channels(scope, "FeatureAlphaDropout", x));
  }
}
