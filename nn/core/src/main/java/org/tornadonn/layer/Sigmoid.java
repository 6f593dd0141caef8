package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code 1 / (1 + exp(−x))}, element by element: numbers between 0 and 1, of any shape. To train a
 * yes-or-no answer, leave it out: {@code Loss.binaryCrossEntropyWithLogits} has it inside.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html">PyTorch</a>
 */
public record Sigmoid() implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.sigmoid(x);
  }
}
