package org.tornadonn.op.shape;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tornadonn.plan.ShapeException;

/**
 * A matrix that is known when a plan is made, as those of its elements that are not 0: what {@link
 * AxisMap} multiplies an axis by. Row r holds the elements {@code starts[r]} to {@code starts[r +
 * 1]}, which are summed in that order.
 */
public final class SparseRows {

  /** The most rows, columns and elements: up to there, float32 has every whole number. */
  public static final int LONGEST = 1 << 24;

  private final int columns;
  private final int[] starts;
  private final int[] column;
  private final float[] weight;

  /**
   * A matrix.
   *
   * @param columns the length of the axis before
   * @param starts where each row begins, and the end of the last; a row may be empty
   * @param column of each element
   * @param weight of each element
   * @throws ShapeException if the arrays do not fit each other, or a column is not there
   */
  public SparseRows(int columns, int[] starts, int[] column, float[] weight) {
    this.columns = columns;
    this.starts = starts.clone();
    this.column = column.clone();
    this.weight = weight.clone();
    boolean isRising = IntStream.range(1, starts.length).allMatch(r -> starts[r] >= starts[r - 1]);
    if (starts.length < 2
        || starts[0] != 0
        || !isRising
        || starts[starts.length - 1] != column.length
        || column.length != weight.length
        || column.length == 0) {
      throw new ShapeException(
          "Rows that begin at %s do not hold %d columns and %d weights."
              .formatted(Arrays.toString(starts), column.length, weight.length));
    }
    for (int c : column) {
      if (c < 0 || c >= columns) {
        throw new ShapeException("There is no column %d among %d.".formatted(c, columns));
      }
    }
  }

  /**
   * The matrix that takes elements by their positions.
   *
   * @param columns the length of the axis before
   * @param positions which of them each element behind is
   * @throws ShapeException if one is not there
   */
  public static SparseRows select(int columns, int... positions) {
    var ones = new float[positions.length];
    Arrays.fill(ones, 1);
    return new SparseRows(
        columns, IntStream.rangeClosed(0, positions.length).toArray(), positions, ones);
  }

  /** The length of the axis before. */
  public int columns() {
    return columns;
  }

  /** The length of the axis behind. */
  public int rows() {
    return starts.length - 1;
  }

  /** The most elements of a row: of so many numbers a result is the sum. */
  int longest() {
    return IntStream.range(0, rows()).map(r -> starts[r + 1] - starts[r]).max().orElseThrow();
  }

  /** Whether each row takes one element as it is. */
  boolean isSelection() {
    for (int r = 0; r < rows(); r++) {
      if (starts[r + 1] - starts[r] != 1 || weight[r] != 1) {
        return false;
      }
    }
    return true;
  }

  /** Rows as columns: what a gradient is multiplied by. */
  SparseRows transposed() {
    var counts = new int[columns + 1];
    for (int c : column) {
      counts[c + 1]++;
    }
    for (int c = 0; c < columns; c++) {
      counts[c + 1] += counts[c];
    }
    int[] next = counts.clone();
    var rows = new int[column.length];
    var weights = new float[column.length];
    for (int r = 0; r < rows(); r++) {
      for (int t = starts[r]; t < starts[r + 1]; t++) {
        int at = next[column[t]]++;
        rows[at] = r;
        weights[at] = weight[t];
      }
    }
    return new SparseRows(rows(), counts, rows, weights);
  }

  /** Where rows begin, as exact numbers. */
  float[] starts() {
    return exact(starts);
  }

  /** The columns, as exact numbers. */
  float[] column() {
    return exact(column);
  }

  float[] weight() {
    return weight.clone();
  }

  private static float[] exact(int... whole) {
    var numbers = new float[whole.length];
    for (int i = 0; i < whole.length; i++) {
      if (whole[i] > LONGEST) {
        throw new ShapeException(
            "%d is more than float32 counts up to: map a shorter axis.".formatted(whole[i]));
      }
      numbers[i] = whole[i];
    }
    return numbers;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparseRows that
        && columns == that.columns
        && Arrays.equals(starts, that.starts)
        && Arrays.equals(column, that.column)
        && Arrays.equals(weight, that.weight);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(column) + 31 * Arrays.hashCode(weight);
  }

  @Override
  public String toString() {
    return "%d × %d, %d elements".formatted(rows(), columns, column.length);
  }
}
