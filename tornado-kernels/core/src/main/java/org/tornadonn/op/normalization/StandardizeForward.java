package org.tornadonn.op.normalization;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The result of a {@link Standardize}; one index is one element.
 *
 * @param moments see {@link StandardizeMoments}
 * @param length the elements of a row
 */
public record StandardizeForward(
    float[] x, int xAt, float[] moments, float[] y, int length, int size) implements Kernel {

  private static float at(float x, float mean, float scale) {
    return (x - mean) * scale;
  }

  static void loop(float[] x, int xAt, float[] moments, float[] y, int length, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      int row = i / length;
      y[i] = at(x[xAt + i], moments[2 * row], moments[2 * row + 1]);
    }
  }

  @Override
  public void run(int from, int to) {
    int i = from;
    while (i < to) {
      int row = i / length;
      int end = Math.min(to, (row + 1) * length);
      float mean = moments[2 * row];
      float scale = moments[2 * row + 1];
      for (; i < end; i++) {
        y[i] = at(x[xAt + i], mean, scale);
      }
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, StandardizeForward::loop, x, xAt, moments, y, length, size);
  }
}
