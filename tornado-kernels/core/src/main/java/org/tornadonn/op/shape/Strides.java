package org.tornadonn.op.shape;

import java.util.Arrays;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * Where the elements of a result lie in another value: six axes, of which neighbours that can be
 * walked as one are one, and those in front that are not needed have size 1.
 *
 * @param sizes of the result, outermost first
 * @param steps how far apart neighbours along each axis lie in the other value
 */
record Strides(int[] sizes, int[] steps) {

  private static final int AXES = 6;

  /** The steps of a value that is stored row-major. */
  static int[] rowMajor(Shape shape) {
    var steps = new int[shape.rank()];
    int step = 1;
    for (int axis = steps.length - 1; axis >= 0; axis--) {
      steps[axis] = step;
      step *= shape.dim(axis);
    }
    return steps;
  }

  /**
   * The axes of a result, merged.
   *
   * @param steps as many as the shape has axes
   * @throws ShapeException if more than six are left
   */
  static Strides of(Shape y, int... steps) {
    var sizes = new int[AXES];
    var merged = new int[AXES];
    Arrays.fill(sizes, 1);
    int at = AXES;
    for (int axis = y.rank() - 1; axis >= 0; axis--) {
      if (y.dim(axis) == 1) {
        continue;
      }
      if (at < AXES && steps[axis] == merged[at] * sizes[at]) {
        sizes[at] *= y.dim(axis);
      } else if (at == 0) {
        throw new ShapeException(
            "%s has more than six axes in another order than before: take two steps.".formatted(y));
      } else {
        at--;
        sizes[at] = y.dim(axis);
        merged[at] = steps[axis];
      }
    }
    return new Strides(sizes, merged);
  }
}
