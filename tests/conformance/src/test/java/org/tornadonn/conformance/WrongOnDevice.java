package org.tornadonn.conformance;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** {@code y[i] = 2 x[i]}, but on TornadoVM's devices y[3] is twice as large. */
record WrongOnDevice(float[] x, float[] y, int size) implements Kernel {

  static void loop(float[] x, float[] y, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      y[i] = i == 3 ? 4 * x[i] : 2 * x[i];
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = 2 * x[i];
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, WrongOnDevice::loop, x, y, size);
  }
}
