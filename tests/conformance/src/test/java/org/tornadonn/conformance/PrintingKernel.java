package org.tornadonn.conformance;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** A kernel that runs on the JVM and that no device can compile: it makes strings. */
record PrintingKernel(float[] x, float[] y, int size) implements Kernel {

  static void loop(float[] x, float[] y, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      y[i] = Float.parseFloat(String.valueOf(x[i]));
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Float.parseFloat(String.valueOf(x[i]));
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, PrintingKernel::loop, x, y, size);
  }
}
