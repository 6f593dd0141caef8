package org.tornadonn.onnx;

import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.plan.Value;

/** Sizes or branches depend on the numbers of an input: a plan has to be made for them. */
public final class InputNeeded extends Refusal {

  private static final long serialVersionUID = 1L;

  private final String input;

  InputNeeded(Value input) {
    super(
        Reason.DATA,
        "needs the numbers of its input '%s', which decide sizes or branches"
            .formatted(input.name()));
    this.input = input.name();
  }

  /** Its name. */
  public String input() {
    return input;
  }

  /** The same: where in the graph does not matter. */
  @Override
  public Refusal at(String place) {
    return this;
  }
}
