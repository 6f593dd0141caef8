package org.tornadonn.op.activation;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** The result of a {@link ReLU}; x and y may be the same array. */
public record ReLUForward(float[] x, int xAt, float[] y, int size) implements Kernel {

  private static void at(float[] x, int xAt, float[] y, int i) {
    float value = x[xAt + i];
    y[i] = value > 0 || Float.isNaN(value) ? value : 0;
  }

  static void loop(float[] x, int xAt, float[] y, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, xAt, y, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, xAt, y, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, ReLUForward::loop, x, xAt, y, size);
  }
}
