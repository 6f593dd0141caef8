package org.tornadonn.op.normalization;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The means of {@code dy} and of {@code dy · y} over each row of a {@link Standardize}; one index
 * is one row.
 *
 * @param means {@code (rows, 2)}
 * @param length the elements of a row
 */
public record StandardizeMeans(float[] y, float[] dy, float[] means, int length, int size)
    implements Kernel {

  private static void at(float[] y, float[] dy, float[] means, int length, int i) {
    float a = 0;
    float b = 0;
    float ay = 0;
    float by = 0;
    for (int j = 0; j < length / 2; j++) {
      int at = i * length + 2 * j;
      a += dy[at];
      b += dy[at + 1];
      ay += dy[at] * y[at];
      by += dy[at + 1] * y[at + 1];
    }
    for (int j = 0; j < length % 2; j++) {
      int at = i * length + length - 1 - j;
      a += dy[at];
      ay += dy[at] * y[at];
    }
    means[2 * i] = (a + b) / length;
    means[2 * i + 1] = (ay + by) / length;
  }

  static void loop(float[] y, float[] dy, float[] means, int length, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(y, dy, means, length, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(y, dy, means, length, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, StandardizeMeans::loop, y, dy, means, length, size);
  }
}
