package org.tornadonn.layer;

import org.tornadonn.plan.Value;

/**
 * While training, each element becomes {@code −1.7581}, the least that {@link SELU} gives, with
 * probability p, and all are scaled and shifted so that mean 0 and variance 1 stay; in predictions
 * nothing happens. The masks follow from the seed of the training and the step, and are the same on
 * every device.
 *
 * @param p the probability, from 0 to below 1; default 0.5
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AlphaDropout.html">PyTorch</a>
 * @see <a href="https://arxiv.org/abs/1706.02515">Klambauer and others, Self-normalizing neural
 *     networks</a>
 */
public record AlphaDropout(float p) implements Layer {

  /** Checks the probability. */
  public AlphaDropout {
    Mask.requireBelowOne("AlphaDropout", p);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return Mask.selfNormalizing(scope, x, p, x.shape());
  }
}
