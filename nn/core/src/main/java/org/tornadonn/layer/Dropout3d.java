package org.tornadonn.layer;

import org.tornadonn.plan.Value;

/**
 * While training, each channel of {@code (n, c, d, h, w)} becomes 0 as a whole with probability p
 * and is else divided by {@code 1 − p}; in predictions nothing happens. The masks follow from the
 * seed of the training and the step, and are the same on every device.
 *
 * @param p the probability of 0, from 0 to 1; default 0.5
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout3d.html">PyTorch</a>
 */
public record Dropout3d(float p) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return Mask.ofChannels(scope, "Dropout3d", x, p, 5);
  }
}
