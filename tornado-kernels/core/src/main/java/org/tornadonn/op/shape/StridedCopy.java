package org.tornadonn.op.shape;

import java.util.Arrays;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y[i] = x[xAt + Σ(axis) position · step]}: the elements of y in order, those of x wherever
 * they lie; one index is one element of y.
 */
record StridedCopy(float[] x, int xAt, float[] y, Strides strides, int size) implements Kernel {

  /** Numbers that are transposed at a time, along both axes: a cache line of 64 bytes. */
  private static final int TILE = 16;

  private static int source(
      int i,
      int n1,
      int n2,
      int n3,
      int n4,
      int n5,
      int s0,
      int s1,
      int s2,
      int s3,
      int s4,
      int s5) {
    int upTo4 = i / n5;
    int upTo3 = upTo4 / n4;
    int upTo2 = upTo3 / n3;
    int upTo1 = upTo2 / n2;
    return upTo1 / n1 * s0
        + upTo1 % n1 * s1
        + upTo2 % n2 * s2
        + upTo3 % n3 * s3
        + upTo4 % n4 * s4
        + i % n5 * s5;
  }

  static void loop(
      float[] x,
      int xAt,
      float[] y,
      int n1,
      int n2,
      int n3,
      int n4,
      int n5,
      int s0,
      int s1,
      int s2,
      int s3,
      int s4,
      int s5,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      y[i] = x[xAt + source(i, n1, n2, n3, n4, n5, s0, s1, s2, s3, s4, s5)];
    }
  }

  @Override
  public void run(int from, int to) {
    int[] n = strides.sizes();
    int[] s = strides.steps();
    boolean isTransposed = s[4] == 1 && n[4] > 1;
    int i = from;
    while (i < to) {
      int rows = (to - i) / n[5];
      if (isTransposed && rows > 1 && i % n[5] == 0) {
        rows = Math.min(rows, n[4] - i / n[5] % n[4]);
        transpose(source(i), i, rows, n[5], s[5]);
        i += rows * n[5];
      } else {
        int end = isTransposed ? Math.min(to, i + n[5] - i % n[5]) : to;
        rows(i, end, n, s);
        i = end;
      }
    }
  }

  private int source(int i) {
    int[] n = strides.sizes();
    int[] s = strides.steps();
    return xAt + source(i, n[1], n[2], n[3], n[4], n[5], s[0], s[1], s[2], s[3], s[4], s[5]);
  }

  private void rows(int from, int to, int[] n, int[] s) {
    var position = new int[n.length];
    int rest = from;
    for (int axis = n.length - 1; axis >= 0; axis--) {
      position[axis] = rest % n[axis];
      rest /= n[axis];
    }
    int at = source(from);
    int last = n.length - 1;
    int i = from;
    while (i < to) {
      int run = Math.min(to - i, n[last] - position[last]);
      row(at, s[last], i, run);
      i += run;
      at -= position[last] * s[last];
      position[last] = 0;
      for (int axis = last - 1; axis >= 0; axis--) {
        at += s[axis];
        if (++position[axis] < n[axis]) {
          break;
        }
        at -= n[axis] * s[axis];
        position[axis] = 0;
      }
    }
  }

  private void row(int at, int step, int to, int run) {
    if (step == 1) {
      System.arraycopy(x, at, y, to, run);
    } else if (step == 0) {
      Arrays.fill(y, to, to + run, x[at]);
    } else {
      for (int k = 0; k < run; k++) {
        y[to + k] = x[at + k * step];
      }
    }
  }

  /** So many rows of y, whose first elements are neighbours in x. */
  private void transpose(int at, int to, int rows, int columns, int step) {
    for (int r = 0; r < rows; r += TILE) {
      int rowsEnd = Math.min(rows, r + TILE);
      for (int c = 0; c < columns; c += TILE) {
        int n = Math.min(columns - c, TILE);
        for (int row = r; row < rowsEnd; row++) {
          int source = at + row + c * step;
          int target = to + row * columns + c;
          for (int k = 0; k < n; k++) {
            y[target + k] = x[source + k * step];
          }
        }
      }
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    int[] n = strides.sizes();
    int[] s = strides.steps();
    graph.task(
        id,
        StridedCopy::loop,
        x,
        xAt,
        y,
        n[1],
        n[2],
        n[3],
        n[4],
        n[5],
        s[0],
        s[1],
        s[2],
        s[3],
        s[4],
        s[5],
        size);
  }
}
