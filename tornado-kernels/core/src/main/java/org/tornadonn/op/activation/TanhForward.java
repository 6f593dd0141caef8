package org.tornadonn.op.activation;

import org.tornadonn.op.special.HyperbolicTangent;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** The result of a {@link Tanh}; x and y may be the same array. */
public record TanhForward(float[] x, int xAt, float[] y, int size) implements Kernel {

  private static void at(float[] x, int xAt, float[] y, int i) {
    y[i] = HyperbolicTangent.of(x[xAt + i]);
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
    graph.task(id, TanhForward::loop, x, xAt, y, size);
  }
}
