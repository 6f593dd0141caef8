package org.tornadonn.op.normalization;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The gradient of a {@link Standardize}; one index is one element.
 *
 * @param moments see {@link StandardizeMoments}
 * @param means see {@link StandardizeMeans}
 * @param length the elements of a row
 */
public record StandardizeInputGradient(
    float[] y,
    float[] dy,
    float[] moments,
    float[] means,
    float[] dx,
    int dxAt,
    int add,
    int length,
    int size)
    implements Kernel {

  private static void at(
      float[] y,
      float[] dy,
      float[] moments,
      float[] means,
      float[] dx,
      int dxAt,
      int add,
      int row,
      int i) {
    float value = (dy[i] - means[2 * row] - y[i] * means[2 * row + 1]) * moments[2 * row + 1];
    dx[dxAt + i] = add > 0 ? dx[dxAt + i] + value : value;
  }

  static void loop(
      float[] y,
      float[] dy,
      float[] moments,
      float[] means,
      float[] dx,
      int dxAt,
      int add,
      int length,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(y, dy, moments, means, dx, dxAt, add, i / length, i);
    }
  }

  @Override
  public void run(int from, int to) {
    int i = from;
    while (i < to) {
      int row = i / length;
      int end = Math.min(to, (row + 1) * length);
      for (; i < end; i++) {
        at(y, dy, moments, means, dx, dxAt, add, row, i);
      }
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id, StandardizeInputGradient::loop, y, dy, moments, means, dx, dxAt, add, length, size);
  }
}
