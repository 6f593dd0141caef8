package org.tornadonn.op.normalization;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = (x − mean[c]) · scale[c] · w[c] + b[c]} of a {@link BatchNorm2d} or a {@link
 * BatchNorm2dInference}; one index is one element of y.
 *
 * @param plane rows × columns
 */
public record BatchNormForward(
    float[] x,
    float[] mean,
    int meanAt,
    float[] scale,
    float[] w,
    int wAt,
    float[] b,
    int bAt,
    float[] y,
    int channels,
    int plane,
    int size)
    implements Kernel {

  private static void at(
      float[] x,
      float[] mean,
      int meanAt,
      float[] scale,
      float[] w,
      int wAt,
      float[] b,
      int bAt,
      float[] y,
      int channels,
      int plane,
      int i) {
    int c = i / plane % channels;
    y[i] = (x[i] - mean[meanAt + c]) * scale[c] * w[wAt + c] + b[bAt + c];
  }

  static void loop(
      float[] x,
      float[] mean,
      int meanAt,
      float[] scale,
      float[] w,
      int wAt,
      float[] b,
      int bAt,
      float[] y,
      int channels,
      int plane,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, mean, meanAt, scale, w, wAt, b, bAt, y, channels, plane, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, mean, meanAt, scale, w, wAt, b, bAt, y, channels, plane, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        BatchNormForward::loop,
        x,
        mean,
        meanAt,
        scale,
        w,
        wAt,
        b,
        bAt,
        y,
        channels,
        plane,
        size);
  }
}
