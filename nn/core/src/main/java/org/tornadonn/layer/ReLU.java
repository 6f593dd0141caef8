package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/** {@code max(0, x)}, element by element. */
public record ReLU() implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.relu(x);
  }
}
