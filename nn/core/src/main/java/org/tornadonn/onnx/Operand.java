package org.tornadonn.onnx;

import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;

/**
 * A value of a graph while it is replayed: numbers that are known, a weight, a value of the plan,
 * or several of them.
 */
sealed interface Operand permits Known, Weight, Computed, Listed {

  ElementType type();

  /** The sizes, outermost first. */
  int[] dims();

  default int rank() {
    return dims().length;
  }

  default int size() {
    return HostTensor.size(dims());
  }
}
