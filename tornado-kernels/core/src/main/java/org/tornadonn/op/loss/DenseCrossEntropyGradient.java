package org.tornadonn.op.loss;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code dy[n,j,d] (+)= dLoss[n,d] · ((1 − s) · w[t] · (q[j] − [j = t]) + s/classes · (total · q[j]
 * − w[j]))} of {@link DenseCrossEntropy}, with {@code q = softmax(y[n,:,d])}; 0 where t is ignored.
 *
 * @param inner the number of all d
 */
public record DenseCrossEntropyGradient(
    float[] y,
    float[] t,
    float[] w,
    float[] norm,
    float[] dLoss,
    float[] dy,
    int add,
    float smoothing,
    float ignore,
    float total,
    int classes,
    int inner,
    int size)
    implements Kernel {

  private static void at(
      float[] y,
      float[] t,
      float[] w,
      float[] norm,
      float[] dLoss,
      float[] dy,
      int add,
      float smoothing,
      float ignore,
      float total,
      int classes,
      int inner,
      int i) {
    int row = i / inner / classes * inner + i % inner;
    int j = i / inner % classes;
    float q = (float) Math.exp(y[i] - norm[3 * row] - norm[3 * row + 1]);
    float own = j == t[row] ? 1 : 0;
    float right = (1 - smoothing) * norm[3 * row + 2] * (q - own);
    float spread = smoothing / classes * (total * q - w[j]);
    float gradient = t[row] == ignore ? 0 : dLoss[row] * (right + spread);
    dy[i] = add > 0 ? dy[i] + gradient : gradient;
  }

  static void loop(
      float[] y,
      float[] t,
      float[] w,
      float[] norm,
      float[] dLoss,
      float[] dy,
      int add,
      float smoothing,
      float ignore,
      float total,
      int classes,
      int inner,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(y, t, w, norm, dLoss, dy, add, smoothing, ignore, total, classes, inner, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(y, t, w, norm, dLoss, dy, add, smoothing, ignore, total, classes, inner, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        DenseCrossEntropyGradient::loop,
        y,
        t,
        w,
        norm,
        dLoss,
        dy,
        add,
        smoothing,
        ignore,
        total,
        classes,
        inner,
        size);
  }
}
