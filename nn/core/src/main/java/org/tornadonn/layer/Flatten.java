package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * Neighbouring axes as one; copies nothing. By default every sample becomes one row.
 *
 * @param startDim the first of them, counted from 0, the batch, or backwards from −1; default 1
 * @param endDim the last of them; default −1
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Flatten.html">PyTorch</a>
 */
public record Flatten(int startDim, int endDim) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return startDim == 1 && endDim == -1
        ? scope.apply(new org.tornadonn.op.shape.Flatten(), x)
        : F.flatten(x, startDim, endDim);
  }
}
