package org.tornadonn.onnx;

import org.tornadonn.plan.Value;

/** Sizes depend on the numbers of an input: a plan has to be made for them. */
final class InputNeeded extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Value input;

  InputNeeded(Value input) {
    super("needs to know its input '%s'".formatted(input.name()));
    this.input = input;
  }

  Value input() {
    return input;
  }
}
