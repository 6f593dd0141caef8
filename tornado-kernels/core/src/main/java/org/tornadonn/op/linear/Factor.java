package org.tornadonn.op.linear;

import java.util.Arrays;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;

/**
 * One factor of a batch of matrix products: element {@code [i, j]} of matrix b lies at {@code at +
 * b · step + i · row + j · column}. So a transposed matrix is read as it lies, and one matrix
 * serves all products with a step of 0.
 */
public record Factor(float[] array, int at, int step, int row, int column) {

  /**
   * The matrices of a slice.
   *
   * @param transposed whether they are used with rows and columns exchanged
   */
  static Factor of(float[] array, Slice slice, boolean transposed) {
    var shape = slice.shape();
    int columns = shape.dim(-1);
    int matrix = shape.dim(-2) * columns;
    int step = shape.size() == matrix ? 0 : matrix;
    return transposed
        ? new Factor(array, slice.offset(), step, 1, columns)
        : new Factor(array, slice.offset(), step, columns, 1);
  }

  /** The matrices with rows and columns exchanged. */
  Factor transposed() {
    return new Factor(array, at, step, column, row);
  }

  /** The sizes in front of those of the matrices. */
  static Shape batch(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
  }

  /** A shape of so many rows and columns behind those of a batch. */
  static Shape matrices(Shape batch, int rows, int columns) {
    var dims = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
    dims[batch.rank()] = rows;
    dims[batch.rank() + 1] = columns;
    return Shape.of(dims);
  }
}
