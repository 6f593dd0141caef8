package org.tornadonn.op.normalization;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The first stage of a variance of each channel: {@code partial[part, c]} sums {@code (x[n, c, ·] −
 * mean[c])²} over the samples n of that part, of those in use; one index is one element of partial.
 *
 * @param perPart the samples of a part
 * @param plane rows × columns
 */
public record ChannelSquares(
    float[] x,
    float[] mean,
    float[] fill,
    float[] partial,
    int perPart,
    int n,
    int channels,
    int plane,
    int size)
    implements Kernel {

  private static void at(
      float[] x,
      float[] mean,
      float[] fill,
      float[] partial,
      int perPart,
      int n,
      int channels,
      int plane,
      int i) {
    int first = i / channels * perPart;
    int last = Math.min(Math.min(first + perPart, n), (int) fill[0]);
    float middle = mean[i % channels];
    float sum = 0;
    for (int sample = first; sample < last; sample++) {
      int from = (sample * channels + i % channels) * plane;
      for (int j = 0; j < plane; j++) {
        float difference = x[from + j] - middle;
        sum += difference * difference;
      }
    }
    partial[i] = sum;
  }

  static void loop(
      float[] x,
      float[] mean,
      float[] fill,
      float[] partial,
      int perPart,
      int n,
      int channels,
      int plane,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, mean, fill, partial, perPart, n, channels, plane, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, mean, fill, partial, perPart, n, channels, plane, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, ChannelSquares::loop, x, mean, fill, partial, perPart, n, channels, plane, size);
  }
}
