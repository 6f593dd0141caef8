package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code min(max(x, minVal), maxVal)}, element by element, of any shape.
 *
 * @param minVal the least that comes out; default −1
 * @param maxVal the most that comes out; default 1
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Hardtanh.html">PyTorch</a>
 */
public record Hardtanh(float minVal, float maxVal) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.hardtanh(x, minVal, maxVal);
  }
}
