package org.tornadonn.op.arithmetic;

import org.tornadonn.plan.Shape;

/**
 * The rows of a value along one axis: element j of row r lies at {@code (r / step · length + j) ·
 * step + r % step}.
 *
 * @param count the number of rows
 * @param length the elements of a row
 * @param step how far apart they lie
 */
public record Rows(int count, int length, int step) {

  public static Rows along(int axis, Shape shape) {
    int at = axis < 0 ? shape.rank() + axis : axis;
    int step = 1;
    for (int i = at + 1; i < shape.rank(); i++) {
      step *= shape.dim(i);
    }
    return new Rows(shape.size() / shape.dim(at), shape.dim(at), step);
  }

  /** The number of elements of all rows. */
  public int elements() {
    return count * length;
  }
}
