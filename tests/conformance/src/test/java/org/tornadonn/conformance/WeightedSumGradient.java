package org.tornadonn.conformance;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** {@code dy[i] (+)= dLoss · r[i]} of a {@link WeightedSum}. */
record WeightedSumGradient(float[] r, float[] dLoss, float[] dy, int dyAt, int add, int size)
    implements Kernel {

  private static void at(float[] r, float[] dLoss, float[] dy, int dyAt, int add, int i) {
    float gradient = dLoss[0] * r[i];
    dy[dyAt + i] = add > 0 ? dy[dyAt + i] + gradient : gradient;
  }

  static void loop(float[] r, float[] dLoss, float[] dy, int dyAt, int add, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(r, dLoss, dy, dyAt, add, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(r, dLoss, dy, dyAt, add, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, WeightedSumGradient::loop, r, dLoss, dy, dyAt, add, size);
  }
}
