package org.tornadonn.op.linear;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The result of a {@link Linear}; one index is one element of y.
 *
 * @param bAt the index of the bias, or {@link #NO_BIAS}
 */
public record LinearForward(
    float[] x, float[] w, int wAt, float[] b, int bAt, float[] y, int n, int ci, int co)
    implements Kernel {

  /** The value of {@code bAt} that says that there is no bias. */
  public static final int NO_BIAS = -1;

  private static void at(
      float[] x, float[] w, int wAt, float[] b, int bAt, float[] y, int ci, int co, int i) {
    int row = i / co * ci;
    int weights = wAt + i % co * ci;
    float sum = 0;
    for (int k = 0; k < ci; k++) {
      sum += x[row + k] * w[weights + k];
    }
    y[i] = bAt < 0 ? sum : sum + b[bAt + i % co];
  }

  static void loop(
      float[] x, float[] w, int wAt, float[] b, int bAt, float[] y, int size, int ci, int co) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, w, wAt, b, bAt, y, ci, co, i);
    }
  }

  @Override
  public int size() {
    return n * co;
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, w, wAt, b, bAt, y, ci, co, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, LinearForward::loop, x, w, wAt, b, bAt, y, size(), ci, co);
  }
}
