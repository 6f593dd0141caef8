package org.tornadonn.op.arithmetic;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** {@code y = a + b} of {@link Add}; y may be the same array as a or b. */
public record AddForward(float[] a, int aAt, float[] b, int bAt, float[] y, int size)
    implements Kernel {

  private static void at(float[] a, int aAt, float[] b, int bAt, float[] y, int i) {
    y[i] = a[aAt + i] + b[bAt + i];
  }

  static void loop(float[] a, int aAt, float[] b, int bAt, float[] y, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(a, aAt, b, bAt, y, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(a, aAt, b, bAt, y, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, AddForward::loop, a, aAt, b, bAt, y, size);
  }
}
