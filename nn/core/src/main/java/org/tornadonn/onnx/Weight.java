package org.tornadonn.onnx;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.plan.Shape;

/**
 * An initializer that may be trained: it stays a value of the plan, whatever is done with it.
 *
 * @param numbers with which it begins; null where a model has them
 */
record Weight(String name, ElementType type, Shape shape, @Nullable HostTensor numbers)
    implements Operand {

  static Weight of(String name, HostTensor numbers) {
    return new Weight(name, numbers.type(), Shape.of(numbers.dims()), numbers);
  }

  @Override
  public int[] dims() {
    return shape.toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Weight that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name);
  }

  @Override
  public String toString() {
    return name + " " + Arrays.toString(dims());
  }
}
