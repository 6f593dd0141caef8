package org.tornadonn.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link Composed} operation sees when it states the gradient of an input: values that any
 * operation can be applied to. They are lowered right away; none of them has a gradient of its own.
 */
public final class Composition implements Tape {

  private final Lowering lowering;
  private final Node node;
  private final List<Value> made = new ArrayList<>();

  Composition(Lowering lowering, Node node) {
    this.lowering = lowering;
    this.node = node;
  }

  /** The number of inputs. */
  public int inputs() {
    return node.inputs().size();
  }

  /** An input of the forward pass. */
  public Value in(int index) {
    return node.inputs().get(index).on(this);
  }

  /** The result of the forward pass. */
  public Value out() {
    return node.output().on(this);
  }

  /** The gradient of the loss with respect to the result. */
  public Value dy() {
    return lowering.gradientValue(node.output(), this);
  }

  @Override
  public Value apply(Operation operation, Value... operands) {
    var output = Value.resultOf(this, node.path(), operation, operands);
    if (!operation.isView()) {
      made.add(output);
      operation.forward(
          new Forward(lowering, new Node(node.path(), operation, List.of(operands), output), node));
    }
    return output;
  }

  @Override
  public Value constant(String name, Shape shape, float... numbers) {
    return Value.constant(this, name, shape, numbers);
  }

  /** Whether a value was made here, so that its memory belongs to nobody else. */
  boolean made(Value value) {
    return made.contains(value.root());
  }
}
