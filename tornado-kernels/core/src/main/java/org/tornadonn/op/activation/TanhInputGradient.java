package org.tornadonn.op.activation;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** {@code dx (+)= dy · (1 − y²)} of a {@link Tanh}; dx and dy may be the same array. */
public record TanhInputGradient(
    float[] y, int yAt, float[] dy, float[] dx, int dxAt, int add, int size) implements Kernel {

  private static void at(float[] y, int yAt, float[] dy, float[] dx, int dxAt, int add, int i) {
    float value = dy[i] * (1 - y[yAt + i] * y[yAt + i]);
    dx[dxAt + i] = add > 0 ? dx[dxAt + i] + value : value;
  }

  static void loop(float[] y, int yAt, float[] dy, float[] dx, int dxAt, int add, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(y, yAt, dy, dx, dxAt, add, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(y, yAt, dy, dx, dxAt, add, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, TanhInputGradient::loop, y, yAt, dy, dx, dxAt, add, size);
  }
}
