package org.tornadonn.onnx;

import org.jspecify.annotations.Nullable;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Tape;
import org.tornadonn.plan.Value;

/** Weights as the file has them, for a graph that is only run. */
record Stored(Tape tape) implements Leaves {

  @Override
  public Value parameter(Weight weight) {
    if (weight.numbers() == null) {
      throw new Refusal(Reason.DAMAGED, "has no numbers for weight '%s'".formatted(weight.name()));
    }
    return tape.constant(weight.name(), weight.shape(), weight.numbers().toFloats());
  }

  @Override
  public Value state(Weight weight) {
    return parameter(weight);
  }

  @Override
  public Value batches(String name) {
    return tape.constant(name, Shape.of(), 0);
  }

  @Override
  public @Nullable Value fill() {
    return null;
  }
}
