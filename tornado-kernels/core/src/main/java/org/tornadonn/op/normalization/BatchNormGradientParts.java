package org.tornadonn.op.normalization;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The first stage of a batch norm's gradients: by part of the batch and channel, {@code dyParts}
 * sums {@code dy} and {@code dyxParts} sums {@code dy · (x − mean[c]) · scale[c]}; {@link
 * org.tornadonn.op.arithmetic.PartialSum} adds the parts up. One index is one element of both.
 *
 * @param perPart the samples of a part
 * @param plane rows × columns
 */
public record BatchNormGradientParts(
    float[] x,
    float[] dy,
    float[] mean,
    int meanAt,
    float[] scale,
    float[] dyParts,
    float[] dyxParts,
    int perPart,
    int n,
    int channels,
    int plane,
    int size)
    implements Kernel {

  private static void at(
      float[] x,
      float[] dy,
      float[] mean,
      int meanAt,
      float[] scale,
      float[] dyParts,
      float[] dyxParts,
      int perPart,
      int n,
      int channels,
      int plane,
      int i) {
    int first = i / channels * perPart;
    int last = Math.min(first + perPart, n);
    float middle = mean[meanAt + i % channels];
    float sum = 0;
    float product = 0;
    for (int sample = first; sample < last; sample++) {
      int from = (sample * channels + i % channels) * plane;
      for (int j = 0; j < plane; j++) {
        sum += dy[from + j];
        product += dy[from + j] * (x[from + j] - middle);
      }
    }
    dyParts[i] = sum;
    dyxParts[i] = product * scale[i % channels];
  }

  static void loop(
      float[] x,
      float[] dy,
      float[] mean,
      int meanAt,
      float[] scale,
      float[] dyParts,
      float[] dyxParts,
      int perPart,
      int n,
      int channels,
      int plane,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, dy, mean, meanAt, scale, dyParts, dyxParts, perPart, n, channels, plane, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, dy, mean, meanAt, scale, dyParts, dyxParts, perPart, n, channels, plane, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        BatchNormGradientParts::loop,
        x,
        dy,
        mean,
        meanAt,
        scale,
        dyParts,
        dyxParts,
        perPart,
        n,
        channels,
        plane,
        size);
  }
}
