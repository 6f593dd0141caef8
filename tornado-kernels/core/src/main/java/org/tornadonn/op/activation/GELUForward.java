package org.tornadonn.op.activation;

import org.tornadonn.op.special.NormalDistribution;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The result of a {@link GELU}; x and y may be the same array. A tanh of 1 takes the approximation.
 */
public record GELUForward(float[] x, int xAt, float[] y, int tanh, int size) implements Kernel {

  private static void at(float[] x, int xAt, float[] y, int tanh, int i) {
    float value = x[xAt + i];
    y[i] =
        tanh > 0
            ? value * NormalDistribution.approximate(value)
            : value * NormalDistribution.cumulative(value);
  }

  static void loop(float[] x, int xAt, float[] y, int tanh, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, xAt, y, tanh, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, xAt, y, tanh, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, GELUForward::loop, x, xAt, y, tanh, size);
  }
}
