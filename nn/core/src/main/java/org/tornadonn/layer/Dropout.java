package org.tornadonn.layer;

import org.tornadonn.plan.Value;

/**
 * While training, each element becomes 0 with probability p and is else divided by {@code 1 − p};
 * in predictions nothing happens. Any shape. The masks follow from the seed of the training and the
 * step, and are the same on every device.
 *
 * @param p the probability of 0, from 0 to 1; default 0.5
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout.html">PyTorch</a>
 */
public record Dropout(float p) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return scope.isTraining()
        ? scope.apply(
            new org.tornadonn.op.activation.Dropout(p, scope.nextDraw(), true), x, scope.key())
        : scope.apply(new org.tornadonn.op.activation.Dropout(p, 0, false), x);
  }
}
