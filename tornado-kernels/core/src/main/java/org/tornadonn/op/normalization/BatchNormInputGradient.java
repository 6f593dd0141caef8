package org.tornadonn.op.normalization;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code dx (+)= w · scale · (dy − (Σ dy + x̂ · Σ dy·x̂) / count)} of a {@link BatchNorm2d}, with
 * {@code x̂ = (x − mean) · scale}; 0 for samples that are not in use. One index is one element of
 * dx.
 *
 * @param plane rows × columns
 */
public record BatchNormInputGradient(
    float[] x,
    float[] dy,
    float[] mean,
    float[] scale,
    float[] w,
    int wAt,
    float[] dySum,
    float[] dyxSum,
    float[] fill,
    float[] dx,
    int add,
    int channels,
    int plane,
    int size)
    implements Kernel {

  private static void at(
      float[] x,
      float[] dy,
      float[] mean,
      float[] scale,
      float[] w,
      int wAt,
      float[] dySum,
      float[] dyxSum,
      float[] fill,
      float[] dx,
      int add,
      int channels,
      int plane,
      int i) {
    int c = i / plane % channels;
    float value = 0;
    int sample = i / (plane * channels);
    if (sample < fill[0]) {
      float normal = (x[i] - mean[c]) * scale[c];
      float share = (dySum[c] + normal * dyxSum[c]) / (fill[0] * plane);
      value = w[wAt + c] * scale[c] * (dy[i] - share);
    }
    dx[i] = add > 0 ? dx[i] + value : value;
  }

  static void loop(
      float[] x,
      float[] dy,
      float[] mean,
      float[] scale,
      float[] w,
      int wAt,
      float[] dySum,
      float[] dyxSum,
      float[] fill,
      float[] dx,
      int add,
      int channels,
      int plane,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, dy, mean, scale, w, wAt, dySum, dyxSum, fill, dx, add, channels, plane, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, dy, mean, scale, w, wAt, dySum, dyxSum, fill, dx, add, channels, plane, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        BatchNormInputGradient::loop,
        x,
        dy,
        mean,
        scale,
        w,
        wAt,
        dySum,
        dyxSum,
        fill,
        dx,
        add,
        channels,
        plane,
        size);
  }
}
