package org.tornadonn.op.shape;

import java.util.ArrayList;
import java.util.List;
import org.tornadonn.op.arithmetic.Expand;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * What stands beyond the ends of an axis that is made longer: numbers of the axis itself.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.pad.html">PyTorch</a>
 */
public enum Padding {
  /** What is as far on this side of the outermost element as the padding is beyond: c b | a b c. */
  REFLECT,
  /** The outermost element: a a | a b c. */
  REPLICATE,
  /** What comes first on the other side: b c | a b c. */
  CIRCULAR;

  /**
   * Records x with an axis made longer.
   *
   * @param axis counted from 0
   * @param before how many elements go in front; below 0 takes some away
   * @param after how many go behind
   * @throws ShapeException if there are too few to take from
   */
  public Value of(Value x, int axis, int before, int after) {
    if (before == 0 && after == 0) {
      return x;
    }
    int n = x.shape().dim(axis);
    int most =
        switch (this) {
          case REFLECT -> n - 1;
          case REPLICATE -> SparseRows.LONGEST;
          case CIRCULAR -> n;
        };
    long length = (long) n + before + after;
    if (before > most || after > most || length < 1 || length > SparseRows.LONGEST) {
      throw new ShapeException(
          "%s cannot be padded by %d and %d along axis %d in mode %s."
              .formatted(x.shape(), before, after, axis, this));
    }
    var positions = new int[(int) length];
    for (int i = 0; i < length; i++) {
      positions[i] = source(i - before, n);
    }
    return AxisMap.of(x, axis, SparseRows.select(n, positions));
  }

  private int source(int i, int n) {
    return switch (this) {
      case REFLECT -> i < 0 ? -i : i < n ? i : 2 * (n - 1) - i;
      case REPLICATE -> Math.clamp(i, 0, n - 1);
      case CIRCULAR -> Math.floorMod(i, n);
    };
  }

  /**
   * Records x with an axis made longer by one number.
   *
   * @param axis counted from 0
   * @param before how many elements go in front; below 0 takes some away
   * @param after how many go behind
   * @throws ShapeException if nothing is left
   */
  public static Value constant(Value x, int axis, int before, int after, float value) {
    int n = x.shape().dim(axis);
    int start = Math.max(0, -before);
    int count = n - start - Math.max(0, -after);
    if (count < 1) {
      throw new ShapeException(
          "%s cannot lose %d and %d elements of axis %d: nothing of it would be left."
              .formatted(x.shape(), start, Math.max(0, -after), axis));
    }
    var kept = StridedSlice.of(x, axis, start, 1, count);
    long length = (long) count + Math.max(0, before) + Math.max(0, after);
    if (length == count) {
      return kept;
    }
    if (Float.isNaN(value)) {
      return besideNaN(kept, axis, before, after);
    }
    int whole = Math.clamp(length, 1, Integer.MAX_VALUE);
    return kept.tape().apply(new Spread(axis, Math.max(0, before), 1, whole, value), kept);
  }

  /** OpenCL has no constant that is NaN, but kernels may read it. */
  private static Value besideNaN(Value x, int axis, int before, int after) {
    var parts = new ArrayList<Value>();
    addNaN(parts, x, axis, before);
    parts.add(x);
    addNaN(parts, x, axis, after);
    return Cat.of(axis, parts.toArray(Value[]::new));
  }

  private static void addNaN(List<Value> parts, Value x, int axis, int length) {
    if (length > 0) {
      int[] dims = x.shape().toArray();
      dims[axis] = length;
      parts.add(Expand.of(x.tape().constant("NaN", Shape.of(), Float.NaN), Shape.of(dims)));
    }
  }
}
