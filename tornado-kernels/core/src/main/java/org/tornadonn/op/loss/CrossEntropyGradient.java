package org.tornadonn.op.loss;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code dy[n,j] (+)= dLoss · (exp((y[n,j] − largest) − log Σ) − p[n,j]) / fill} of {@link
 * CrossEntropy}, with the smoothed targets p and both parts of the normaliser from {@link
 * CrossEntropyRows}.
 */
public record CrossEntropyGradient(
    float[] y,
    float[] t,
    float[] norm,
    float[] fill,
    float[] dLoss,
    float[] dy,
    int add,
    float smoothing,
    int classes,
    int size)
    implements Kernel {

  private static void at(
      float[] y,
      float[] t,
      float[] norm,
      float[] fill,
      float[] dLoss,
      float[] dy,
      int add,
      float smoothing,
      int classes,
      int i) {
    int n = i / classes;
    float gradient = 0;
    if (n < fill[0]) {
      float probability = (float) Math.exp(y[i] - norm[2 * n] - norm[2 * n + 1]);
      float own = i % classes == t[n] ? 1 - smoothing : 0;
      float target = own + smoothing / classes;
      gradient = dLoss[0] * (probability - target) / fill[0];
    }
    dy[i] = add > 0 ? dy[i] + gradient : gradient;
  }

  static void loop(
      float[] y,
      float[] t,
      float[] norm,
      float[] fill,
      float[] dLoss,
      float[] dy,
      int add,
      float smoothing,
      int classes,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(y, t, norm, fill, dLoss, dy, add, smoothing, classes, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(y, t, norm, fill, dLoss, dy, add, smoothing, classes, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id, CrossEntropyGradient::loop, y, t, norm, fill, dLoss, dy, add, smoothing, classes, size);
  }
}
