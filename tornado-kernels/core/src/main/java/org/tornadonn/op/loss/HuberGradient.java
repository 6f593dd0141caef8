package org.tornadonn.op.loss;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code dy (+)= dLoss · h′(y − t) / (fill · features)} with the function of {@link HuberRows}:
 * {@code curvature · d} up to the threshold, ±slope beyond.
 *
 * @param steepness the slope beyond the threshold
 */
public record HuberGradient(
    float[] y,
    float[] t,
    float[] fill,
    float[] dLoss,
    float[] dy,
    int add,
    float threshold,
    float steepness,
    float curvature,
    int features,
    int size)
    implements Kernel {

  private static void at(
      float[] y,
      float[] t,
      float[] fill,
      float[] dLoss,
      float[] dy,
      int add,
      float threshold,
      float steepness,
      float curvature,
      int features,
      int i) {
    int n = i / features;
    float gradient = 0;
    if (n < fill[0]) {
      float difference = y[i] - t[i];
      float slope = difference > 0 ? steepness : -steepness;
      if (Math.abs(difference) <= threshold) {
        slope = curvature * difference;
      }
      gradient = dLoss[0] * slope / (fill[0] * features);
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
      float threshold,
      float steepness,
      float curvature,
      int features,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(y, t, fill, dLoss, dy, add, threshold, steepness, curvature, features, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(y, t, fill, dLoss, dy, add, threshold, steepness, curvature, features, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        HuberGradient::loop,
        y,
        t,
        fill,
        dLoss,
        dy,
        add,
        threshold,
        steepness,
        curvature,
        features,
        size);
  }
}
