package org.tornadonn.op.update;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code x[i] = x[i] · norm[1]}, the factor that {@link ClipFactor} made; one index is one element.
 */
public record ClipScale(float[] norm, float[] x, int size) implements Kernel {

  private static void at(float[] norm, float[] x, int i) {
    x[i] = x[i] * norm[1];
  }

  static void loop(float[] norm, float[] x, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(norm, x, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(norm, x, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, ClipScale::loop, norm, x, size);
  }
}
