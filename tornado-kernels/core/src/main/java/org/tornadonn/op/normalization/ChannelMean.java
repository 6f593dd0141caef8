package org.tornadonn.op.normalization;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** The second stage of a mean: {@code mean[c] = Σ(part) partial[part, c] / (fill · plane)}. */
public record ChannelMean(
    float[] partial, float[] fill, float[] mean, int parts, int channels, int plane, int size)
    implements Kernel {

  private static void at(
      float[] partial, float[] fill, float[] mean, int parts, int channels, int plane, int i) {
    float sum = 0;
    for (int part = 0; part < parts; part++) {
      sum += partial[part * channels + i];
    }
    mean[i] = sum / (fill[0] * plane);
  }

  static void loop(
      float[] partial, float[] fill, float[] mean, int parts, int channels, int plane, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(partial, fill, mean, parts, channels, plane, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(partial, fill, mean, parts, channels, plane, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, ChannelMean::loop, partial, fill, mean, parts, channels, plane, size);
  }
}
