package org.tornadonn.op.arithmetic;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** {@code y (+)= x}: passes a gradient on; x and y may be the same array. */
public record Copy(float[] x, float[] y, int yAt, int add, int size) implements Kernel {

  private static void at(float[] x, float[] y, int yAt, int add, int i) {
    y[yAt + i] = add > 0 ? y[yAt + i] + x[i] : x[i];
  }

  static void loop(float[] x, float[] y, int yAt, int add, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, y, yAt, add, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, y, yAt, add, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, Copy::loop, x, y, yAt, add, size);
  }
}
