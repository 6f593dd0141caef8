package org.tornadonn.layer;

import org.tornadonn.plan.Value;

/**
 * A layer whose parameters begin by a rule. It stands for a layer of a model that is being made: a
 * {@link Model} has the layer itself.
 */
record Initialized(Layer layer, FirstWeights rule) implements Layer {

  @Override
  public boolean takesSeveral() {
    return layer.takesSeveral();
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return layer.forward(scope.of(layer, rule), x);
  }

  @Override
  public Values forward(Scope scope, Values in) {
    return layer.forward(scope.of(layer, rule), in);
  }
}
