package org.tornadonn.op.activation;

import org.tornadonn.op.special.NormalDistribution;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** {@code dx (+)= dy · (Φ(x) + x · Φ′(x))} of a {@link GELU}; dx may be the same array as dy. */
public record GELUInputGradient(
    float[] x, int xAt, float[] dy, float[] dx, int dxAt, int add, int tanh, int size)
    implements Kernel {

  private static void at(
      float[] x, int xAt, float[] dy, float[] dx, int dxAt, int add, int tanh, int i) {
    float v = x[xAt + i];
    float slope =
        tanh > 0
            ? NormalDistribution.approximate(v) + v * NormalDistribution.approximateDensity(v)
            : NormalDistribution.cumulative(v) + v * NormalDistribution.density(v);
    float value = dy[i] * slope;
    dx[dxAt + i] = add > 0 ? dx[dxAt + i] + value : value;
  }

  static void loop(
      float[] x, int xAt, float[] dy, float[] dx, int dxAt, int add, int tanh, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, xAt, dy, dx, dxAt, add, tanh, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, xAt, dy, dx, dxAt, add, tanh, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, GELUInputGradient::loop, x, xAt, dy, dx, dxAt, add, tanh, size);
  }
}
