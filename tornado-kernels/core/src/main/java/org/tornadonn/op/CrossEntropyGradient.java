package org.tornadonn.op;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code dy[n,j] (+)= dLoss · (exp(y[n,j] − logSum[n]) − [j = t[n]]) / fill} of {@link
 * CrossEntropy}.
 */
public record CrossEntropyGradient(
    float[] y,
    float[] t,
    float[] logSum,
    float[] fill,
    float[] dLoss,
    float[] dy,
    int add,
    int classes,
    int size)
    implements Kernel {

  private static void at(
      float[] y,
      float[] t,
      float[] logSum,
      float[] fill,
      float[] dLoss,
      float[] dy,
      int add,
      int classes,
      int i) {
    int n = i / classes;
    float gradient = 0;
    if (n < fill[0]) {
      float probability = (float) Math.exp(y[i] - logSum[n]);
      float target = i % classes == (int) t[n] ? 1 : 0;
      gradient = dLoss[0] * (probability - target) / fill[0];
    }
    dy[i] = add > 0 ? dy[i] + gradient : gradient;
  }

  static void loop(
      float[] y,
      float[] t,
      float[] logSum,
      float[] fill,
      float[] dLoss,
      float[] dy,
      int add,
      int classes,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(y, t, logSum, fill, dLoss, dy, add, classes, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(y, t, logSum, fill, dLoss, dy, add, classes, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, CrossEntropyGradient::loop, y, t, logSum, fill, dLoss, dy, add, classes, size);
  }
}
