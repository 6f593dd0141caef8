package org.tornadonn.op.update;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** {@code x[i] = min(max(x[i], −limit), limit)}; NaN stays NaN; one index is one element. */
public record Clamp(float[] x, float limit, int size) implements Kernel {

  private static void at(float[] x, float limit, int i) {
    float value = x[i];
    float below = value > limit ? limit : value;
    x[i] = below < -limit ? -limit : below;
  }

  static void loop(float[] x, float limit, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, limit, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, limit, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, Clamp::loop, x, limit, size);
  }
}
