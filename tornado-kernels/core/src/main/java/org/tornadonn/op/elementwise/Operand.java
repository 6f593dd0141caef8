package org.tornadonn.op.elementwise;

import java.util.Arrays;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Slice;

/**
 * What an elementwise kernel reads for element i of its result: {@code array[at + i / inner %
 * count]}. So it repeats each number {@code inner} times, and all of them again and again: a number
 * of each channel, of each row or column, a single number, or a number of its own for each element.
 */
public record Operand(float[] array, int at, int inner, int count) {

  /** A slice, broadcast to a shape. */
  static Operand of(float[] array, Slice slice, Shape shape) {
    if (!isPeriodic(slice.shape(), shape)) {
      throw new ShapeException(
          "%s cannot be repeated to fill %s: expand it first.".formatted(slice.shape(), shape));
    }
    return new Operand(array, slice.offset(), inner(slice.shape(), shape), slice.size());
  }

  /** How many elements of the shape, counted from the end, take the same number. */
  private static int inner(Shape from, Shape shape) {
    int inner = 1;
    for (int axis = 1; axis <= shape.rank() && size(from, axis) == 1; axis++) {
      inner *= shape.dim(-axis);
    }
    return inner;
  }

  private static int size(Shape from, int fromLast) {
    return fromLast <= from.rank() ? from.dim(-fromLast) : 1;
  }

  /** Whether the axes that a shape has in full lie side by side. */
  static boolean isPeriodic(Shape from, Shape shape) {
    long covered = (long) inner(from, shape) * from.size();
    int axis = 1;
    long passed = 1;
    while (axis <= shape.rank() && passed < covered) {
      passed *= shape.dim(-axis);
      axis++;
    }
    if (passed != covered) {
      return false;
    }
    // What was passed has all of its own axes only if none of those in front is its own.
    for (; axis <= shape.rank(); axis++) {
      if (size(from, axis) != 1) {
        return false;
      }
    }
    return true;
  }

  /** Whether each of so many elements has a number of its own. */
  public boolean isWhole(int size) {
    return inner == 1 && count == size;
  }

  /** The numbers for elements of the result. */
  public void read(int from, int n, float[] into) {
    int i = 0;
    while (i < n) {
      int number = (from + i) / inner % count;
      if (inner == 1) {
        int run = Math.min(n - i, count - number);
        System.arraycopy(array, at + number, into, i, run);
        i += run;
      } else {
        int run = Math.min(n - i, inner - (from + i) % inner);
        Arrays.fill(into, i, i + run, array[at + number]);
        i += run;
      }
    }
  }
}
