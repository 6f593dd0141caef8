package org.tornadonn.op.activation;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** {@code dx (+)= y > 0 ? dy : 0} of a {@link ReLU}; dx and dy may be the same array. */
public record ReLUInputGradient(float[] y, float[] dy, float[] dx, int dxAt, int add, int size)
    implements Kernel {

  private static void at(float[] y, float[] dy, float[] dx, int dxAt, int add, int i) {
    float value = y[i] > 0 || Float.isNaN(y[i]) ? dy[i] : 0;
    dx[dxAt + i] = add > 0 ? dx[dxAt + i] + value : value;
  }

  static void loop(float[] y, float[] dy, float[] dx, int dxAt, int add, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(y, dy, dx, dxAt, add, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(y, dy, dx, dxAt, add, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, ReLUInputGradient::loop, y, dy, dx, dxAt, add, size);
  }
}
