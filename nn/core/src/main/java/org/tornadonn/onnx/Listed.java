package org.tornadonn.onnx;

import java.util.List;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;

/** A sequence of values; an optional value is one of at most one. Only nodes see them. */
record Listed(List<Operand> items) implements Operand {

  Listed {
    items = List.copyOf(items);
  }

  @Override
  public ElementType type() {
    throw refusal();
  }

  @Override
  public int[] dims() {
    throw refusal();
  }

  /** A sequence where a tensor belongs. */
  static Refusal refusal() {
    return new Refusal(Reason.CONTAINER, "takes or gives a sequence or an optional");
  }
}
