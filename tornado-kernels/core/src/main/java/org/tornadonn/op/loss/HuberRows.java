package org.tornadonn.op.loss;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code row[n] = Σ(j) h(|y[n,j] − t[n,j]|)} of {@link HuberLoss}, {@link SmoothL1Loss} and {@link
 * L1Loss}: {@code h(d) = curvature · d² / 2} up to the threshold, {@code slope · (d − threshold /
 * 2)} beyond.
 */
public record HuberRows(
    float[] y,
    float[] t,
    float[] row,
    float threshold,
    float slope,
    float curvature,
    int n,
    int features)
    implements Kernel {

  private static void at(
      float[] y,
      float[] t,
      float[] row,
      float threshold,
      float slope,
      float curvature,
      int features,
      int i) {
    float sum = 0;
    for (int j = 0; j < features; j++) {
      float difference = Math.abs(y[i * features + j] - t[i * features + j]);
      sum +=
          difference <= threshold
              ? 0.5f * curvature * difference * difference
              : slope * (difference - 0.5f * threshold);
    }
    row[i] = sum;
  }

  static void loop(
      float[] y,
      float[] t,
      float[] row,
      float threshold,
      float slope,
      float curvature,
      int n,
      int features) {
    for (@Parallel int i = 0; i < n; i++) {
      at(y, t, row, threshold, slope, curvature, features, i);
    }
  }

  @Override
  public int size() {
    return n;
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(y, t, row, threshold, slope, curvature, features, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, HuberRows::loop, y, t, row, threshold, slope, curvature, n, features);
  }
}
