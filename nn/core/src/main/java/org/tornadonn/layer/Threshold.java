package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code x > threshold ? x : value}, element by element, of any shape.
 *
 * @param threshold what passes is above it
 * @param value what stands where it is not
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Threshold.html">PyTorch</a>
 */
public record Threshold(float threshold, float value) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.threshold(x, threshold, value);
  }
}
