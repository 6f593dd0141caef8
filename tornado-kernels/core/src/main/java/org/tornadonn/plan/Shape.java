package org.tornadonn.plan;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.tornadonn.heap.Heap;

/**
 * The sizes of a value along each of its axes, outermost first; values are stored row-major.
 *
 * <p>A batch of images is {@code (n, c, h, w)}: samples, channels, rows, columns.
 */
public final class Shape {

  private final int[] dims;

  private Shape(int[] dims) {
    this.dims = dims;
  }

  /**
   * A shape with the given sizes.
   *
   * @throws ShapeException if a size is below 1 or there are more elements than a Java array holds
   */
  public static Shape of(int... dims) {
    var shape = new Shape(dims.clone());
    long size = 1;
    for (int dim : dims) {
      if (dim < 1) {
        throw new ShapeException(
            "Shape " + shape + " has a size below 1: every size must be positive.");
      }
      size *= dim;
      if (size > Heap.LONGEST) {
        throw new ShapeException(
            "Shape %s has more elements than one array can hold (%d): use a smaller batch or image."
                .formatted(shape, Heap.LONGEST));
      }
    }
    return shape;
  }

  /** The number of axes. */
  public int rank() {
    return dims.length;
  }

  /**
   * The size along an axis, counted from 0; the last axis is also −1.
   *
   * @throws ShapeException if there is no such axis
   */
  public int dim(int axis) {
    if (axis < -dims.length || axis >= dims.length) {
      throw new ShapeException(
          "%s has no axis %d: it has %d in all.".formatted(this, axis, dims.length));
    }
    return dims[axis < 0 ? dims.length + axis : axis];
  }

  /** The number of elements. */
  public int size() {
    int size = 1;
    for (int dim : dims) {
      size *= dim;
    }
    return size;
  }

  /** This shape with one more axis in front: the batch. */
  public Shape batch(int n) {
    int[] batched = new int[dims.length + 1];
    batched[0] = n;
    System.arraycopy(dims, 0, batched, 1, dims.length);
    return of(batched);
  }

  /** This shape without its first axis: one sample of a batch. */
  public Shape sample() {
    return new Shape(Arrays.copyOfRange(dims, 1, dims.length));
  }

  /** The sizes, outermost first. */
  public int[] toArray() {
    return dims.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(dims, that.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  @Override
  public String toString() {
    return Arrays.stream(dims)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
