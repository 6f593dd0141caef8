package org.tornadonn.op.linear;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code dx[n,k] (+)= Σ(o) dy[n,o] · w[o,k]} of a {@link Linear}; one index is one element of dx.
 */
public record LinearInputGradient(
    float[] dy, float[] w, int wAt, float[] dx, int add, int n, int ci, int co) implements Kernel {

  private static void at(
      float[] dy, float[] w, int wAt, float[] dx, int add, int ci, int co, int i) {
    int row = i / ci * co;
    int column = wAt + i % ci;
    float sum = 0;
    for (int o = 0; o < co; o++) {
      sum += dy[row + o] * w[column + o * ci];
    }
    dx[i] = add > 0 ? dx[i] + sum : sum;
  }

  static void loop(float[] dy, float[] w, int wAt, float[] dx, int add, int size, int ci, int co) {
    for (@Parallel int i = 0; i < size; i++) {
      at(dy, w, wAt, dx, add, ci, co, i);
    }
  }

  @Override
  public int size() {
    return n * ci;
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(dy, w, wAt, dx, add, ci, co, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, LinearInputGradient::loop, dy, w, wAt, dx, add, size(), ci, co);
  }
}
