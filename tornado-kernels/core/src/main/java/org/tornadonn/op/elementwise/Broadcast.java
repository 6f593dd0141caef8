package org.tornadonn.op.elementwise;

import java.util.List;
import org.tornadonn.op.arithmetic.Expand;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/** The shape that several shapes are stretched to. */
public final class Broadcast {

  private Broadcast() {}

  /**
   * The common shape: sizes are compared from the last axis on; they are equal, or one is 1.
   *
   * @param operation for the message
   * @throws ShapeException if there is none
   */
  public static Shape of(String operation, List<Shape> shapes) {
    int rank = shapes.stream().mapToInt(Shape::rank).max().orElse(0);
    var dims = new int[rank];
    for (int axis = 1; axis <= rank; axis++) {
      int size = 1;
      for (var shape : shapes) {
        int own = axis <= shape.rank() ? shape.dim(-axis) : 1;
        if (own != 1 && size != 1 && own != size) {
          throw new ShapeException(
              "%s cannot broadcast %s: counted from the last axis, sizes must be equal or 1."
                  .formatted(operation, shapes));
        }
        size = Math.max(size, own);
      }
      dims[rank - axis] = size;
    }
    return Shape.of(dims);
  }

  /** A value as it is if kernels can repeat it, else stretched to a shape. */
  static Value fit(Value x, Shape shape) {
    return Operand.isPeriodic(x.shape(), shape) ? x : Expand.of(x, shape);
  }
}
