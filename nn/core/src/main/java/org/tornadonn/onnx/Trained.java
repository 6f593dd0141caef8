package org.tornadonn.onnx;

import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Initializer;
import org.tornadonn.layer.Scope;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Tape;
import org.tornadonn.plan.Value;

/** Weights that are those of a model, by the names that they have in the file. */
record Trained(Scope scope, Tape tape) implements Leaves {

  @Override
  public Value parameter(Weight weight) {
    // What decides sizes stays as it is.
    return weight.numbers() == null
        ? scope.parameter(weight.name(), weight.shape(), Initializer.zeros())
        : new Stored(tape).parameter(weight);
  }

  @Override
  public Value state(Weight weight) {
    return weight.numbers() == null
        ? scope.state(weight.name(), weight.shape(), Initializer.zeros())
        : new Stored(tape).parameter(weight);
  }

  @Override
  public Value batches(String name) {
    return scope.state(name, Shape.of(), Initializer.zeros());
  }

  @Override
  public @Nullable Value fill() {
    return scope.isTraining() ? scope.fill() : null;
  }
}
