package org.tornadonn.op.loss;

import org.tornadonn.op.special.LogOnePlus;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code row[n] = Σ(j) max(y, 0) − t · y + log(1 + exp(−|y|))} of {@link
 * BinaryCrossEntropyWithLogits}.
 */
public record BinaryCrossEntropyRows(float[] y, float[] t, float[] row, int n, int features)
    implements Kernel {

  private static void at(float[] y, float[] t, float[] row, int features, int i) {
    float sum = 0;
    for (int j = 0; j < features; j++) {
      float logit = y[i * features + j];
      float positive = logit < 0 ? 0 : logit;
      float rest = LogOnePlus.of((float) Math.exp(-Math.abs(logit)));
      sum += positive - t[i * features + j] * logit + rest;
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
    graph.task(id, BinaryCrossEntropyRows::loop, y, t, row, n, features);
  }
}
