package org.tornadonn.layer;

import org.tornadonn.plan.Value;

/** Every sample as one row; copies nothing. */
public record Flatten() implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return scope.apply(new org.tornadonn.op.shape.Flatten(), x);
  }
}
