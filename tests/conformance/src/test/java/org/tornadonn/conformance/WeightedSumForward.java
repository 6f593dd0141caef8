package org.tornadonn.conformance;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** The result of a {@link WeightedSum}: one index sums everything. */
record WeightedSumForward(float[] y, int yAt, float[] r, float[] loss, int terms) implements Kernel {

  private static void at(float[] y, int yAt, float[] r, float[] loss, int terms, int i) {
    float sum = 0;
    for (int j = 0; j < terms; j++) {
      sum += y[yAt + j] * r[j];
    }
    loss[i] = sum;
  }

  static void loop(float[] y, int yAt, float[] r, float[] loss, int terms, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(y, yAt, r, loss, terms, i);
    }
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(y, yAt, r, loss, terms, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, WeightedSumForward::loop, y, yAt, r, loss, terms, size());
  }
}
