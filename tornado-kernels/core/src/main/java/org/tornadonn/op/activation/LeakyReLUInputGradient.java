package org.tornadonn.op.activation;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code dx (+)= x > 0 ? dy : slope · dy} of a {@link LeakyReLU}; dx may be the same array as dy.
 */
public record LeakyReLUInputGradient(
    float[] x, int xAt, float[] dy, float[] dx, int dxAt, int add, float slope, int size)
    implements Kernel {

  private static void at(
      float[] x, int xAt, float[] dy, float[] dx, int dxAt, int add, float slope, int i) {
    float value = x[xAt + i] > 0 ? dy[i] : slope * dy[i];
    dx[dxAt + i] = add > 0 ? dx[dxAt + i] + value : value;
  }

  static void loop(
      float[] x, int xAt, float[] dy, float[] dx, int dxAt, int add, float slope, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, xAt, dy, dx, dxAt, add, slope, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, xAt, dy, dx, dxAt, add, slope, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, LeakyReLUInputGradient::loop, x, xAt, dy, dx, dxAt, add, slope, size);
  }
}
