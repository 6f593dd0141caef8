package org.tornadonn.conformance.oracle;

import org.tornadonn.plan.Shape;

/**
 * Neighbouring axes of a shape seen as one: element k of them stands between what is in front of
 * them and what is behind.
 *
 * @param length how many elements lie along them
 * @param step how far neighbours lie apart
 * @param count how many such lines there are
 */
record Line(int length, int step, int count) {

  /** Some axes of a shape. */
  static Line of(Shape shape, int first, int axes) {
    int length = 1;
    int step = 1;
    for (int axis = first; axis < shape.rank(); axis++) {
      if (axis < first + axes) {
        length *= shape.dim(axis);
      } else {
        step *= shape.dim(axis);
      }
    }
    return new Line(length, step, shape.size() / length);
  }

  /** Where element k of a line stands; lines are numbered as the elements of the rest are. */
  int at(int line, int k) {
    return (line / step * length + k) * step + line % step;
  }

  /** The numbers of a line. */
  double[] of(double[] x, int line) {
    var numbers = new double[length];
    for (int k = 0; k < length; k++) {
      numbers[k] = x[at(line, k)];
    }
    return numbers;
  }

  /** Whether k is a position along it, as whole numbers are. */
  boolean has(double k) {
    return k >= 0 && k < length && k == Math.rint(k);
  }
}
