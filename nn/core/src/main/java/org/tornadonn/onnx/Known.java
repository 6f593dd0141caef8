package org.tornadonn.onnx;

import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;

/** Numbers that are known before anything runs, and never change. */
record Known(HostTensor tensor) implements Operand {

  @Override
  public ElementType type() {
    return tensor.type();
  }

  @Override
  public int[] dims() {
    return tensor.dims();
  }
}
