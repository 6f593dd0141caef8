package org.tornadonn.conformance.oracle;

import java.util.function.ToDoubleFunction;
import org.tornadonn.plan.Shape;

/**
 * Float64 numbers of a shape, read and made by position: what functions of values are defined on.
 */
public record Tensor(Shape shape, double[] numbers) {

  /** The numbers that a function gives for each position. */
  public static Tensor of(Shape shape, ToDoubleFunction<int[]> at) {
    var numbers = new double[shape.size()];
    var position = new int[shape.rank()];
    for (int i = 0; i < numbers.length; i++) {
      int rest = i;
      for (int axis = position.length - 1; axis >= 0; axis--) {
        position[axis] = rest % shape.dim(axis);
        rest /= shape.dim(axis);
      }
      numbers[i] = at.applyAsDouble(position.clone());
    }
    return new Tensor(shape, numbers);
  }

  /** The number at a position. */
  public double at(int... position) {
    int i = 0;
    for (int axis = 0; axis < position.length; axis++) {
      if (position[axis] < 0 || position[axis] >= shape.dim(axis)) {
        throw new IndexOutOfBoundsException("axis " + axis + " has no " + position[axis]);
      }
      i = i * shape.dim(axis) + position[axis];
    }
    return numbers[i];
  }

  public int dim(int axis) {
    return shape.dim(axis);
  }

  public int size() {
    return numbers.length;
  }
}
