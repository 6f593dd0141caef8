package org.tornadonn.op.loss;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** {@code dy (+)= dLoss · 2 (y − t) / (fill · features)} of {@link MeanSquaredError}. */
public record SquaredErrorGradient(
    float[] y, float[] t, float[] fill, float[] dLoss, float[] dy, int add, int features, int size)
    implements Kernel {

  private static void at(
      float[] y, float[] t, float[] fill, float[] dLoss, float[] dy, int add, int features, int i) {
    int n = i / features;
    float gradient = 0;
    if (n < fill[0]) {
      gradient = dLoss[0] * 2 * (y[i] - t[i]) / (fill[0] * features);
    }
    dy[i] = add > 0 ? dy[i] + gradient : gradient;
  }

  static void loop(
      float[] y,
      float[] t,
      float[] fill,
      float[] dLoss,
      float[] dy,
      int add,
      int features,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(y, t, fill, dLoss, dy, add, features, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(y, t, fill, dLoss, dy, add, features, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, SquaredErrorGradient::loop, y, t, fill, dLoss, dy, add, features, size);
  }
}
