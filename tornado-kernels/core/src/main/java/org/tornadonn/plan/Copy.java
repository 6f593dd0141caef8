package org.tornadonn.plan;

import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y (+)= x}: passes a value or a gradient on; x and y may be the same array, if they begin
 * at the same element.
 */
public record Copy(float[] x, int xAt, float[] y, int yAt, int add, int size) implements Kernel {

  private static void at(float[] x, int xAt, float[] y, int yAt, int add, int i) {
    y[yAt + i] = add > 0 ? y[yAt + i] + x[xAt + i] : x[xAt + i];
  }

  static void loop(float[] x, int xAt, float[] y, int yAt, int add, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, xAt, y, yAt, add, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, xAt, y, yAt, add, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, Copy::loop, x, xAt, y, yAt, add, size);
  }
}
