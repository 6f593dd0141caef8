package org.tornadonn.plan;

import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** {@code y[i] = value}. */
public record Fill(float[] y, int yAt, float value, int size) implements Kernel {

  private static void at(float[] y, int yAt, float value, int i) {
    y[yAt + i] = value;
  }

  static void loop(float[] y, int yAt, float value, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(y, yAt, value, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(y, yAt, value, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, Fill::loop, y, yAt, value, size);
  }
}
