package org.tornadonn.op.linear;

import java.util.Arrays;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The result of a {@link MatMul}; one index is one element of y.
 *
 * @param m the rows of a result
 * @param n the columns of a result
 * @param k the terms of each sum
 */
public record MatMulForward(Factor a, Factor b, float[] y, int m, int n, int k, int size)
    implements Kernel {

  /** The same numbers as {@code bᵀ · aᵀ}, if a result is a single row or column. */
  public MatMulForward transposed() {
    return new MatMulForward(b.transposed(), a.transposed(), y, n, m, k, size);
  }

  private static float at(
      float[] a, int aFrom, int aColumn, float[] b, int bFrom, int bRow, int k) {
    float sum = 0;
    for (int i = 0; i < k; i++) {
      sum += a[aFrom + i * aColumn] * b[bFrom + i * bRow];
    }
    return sum;
  }

  static void loop(
      float[] a,
      int aAt,
      int aStep,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bStep,
      int bRow,
      int bColumn,
      float[] y,
      int m,
      int n,
      int k,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      int product = i / (m * n);
      int aFrom = aAt + product * aStep + i / n % m * aRow;
      int bFrom = bAt + product * bStep + i % n * bColumn;
      y[i] = at(a, aFrom, aColumn, b, bFrom, bRow, k);
    }
  }

  /** Row by row; where the factors of a row lie side by side, term by term. */
  @Override
  public void run(int from, int to) {
    int i = from;
    while (i < to) {
      int product = i / (m * n);
      int aFrom = a.at() + product * a.step() + i / n % m * a.row();
      int bFrom = b.at() + product * b.step() + i % n * b.column();
      int run = Math.min(to - i, n - i % n);
      if (b.column() == 1) {
        across(aFrom, bFrom, i, run);
      } else {
        for (int j = 0; j < run; j++) {
          int column = bFrom + j * b.column();
          y[i + j] = at(a.array(), aFrom, a.column(), b.array(), column, b.row(), k);
        }
      }
      i += run;
    }
  }

  private void across(int aFrom, int bFrom, int yFrom, int run) {
    Arrays.fill(y, yFrom, yFrom + run, 0);
    for (int term = 0; term < k; term++) {
      float factor = a.array()[aFrom + term * a.column()];
      int row = bFrom + term * b.row();
      for (int j = 0; j < run; j++) {
        y[yFrom + j] += factor * b.array()[row + j];
      }
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        MatMulForward::loop,
        a.array(),
        a.at(),
        a.step(),
        a.row(),
        a.column(),
        b.array(),
        b.at(),
        b.step(),
        b.row(),
        b.column(),
        y,
        m,
        n,
        k,
        size);
  }
}
