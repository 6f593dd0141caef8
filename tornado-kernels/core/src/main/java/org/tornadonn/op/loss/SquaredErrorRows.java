package org.tornadonn.op.loss;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** {@code row[n] = Σ(j) (y[n,j] − t[n,j])²} of {@link MeanSquaredError}. */
public record SquaredErrorRows(float[] y, float[] t, float[] row, int n, int features)
    implements Kernel {

  private static void at(float[] y, float[] t, float[] row, int features, int i) {
    float sum = 0;
    for (int j = 0; j < features; j++) {
      float difference = y[i * features + j] - t[i * features + j];
      sum += difference * difference;
    }
    row[i] = sum;
  }

  static void loop(float[] y, float[] t, float[] row, int n, int features) {
    for (@Parallel int i = 0; i < n; i++) {
      at(y, t, row, features, i);
    }
  }

  @Override
  public int size() {
    return n;
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(y, t, row, features, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, SquaredErrorRows::loop, y, t, row, n, features);
  }
}
