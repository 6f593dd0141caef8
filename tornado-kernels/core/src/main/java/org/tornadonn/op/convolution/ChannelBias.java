package org.tornadonn.op.convolution;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * Adds a number of its own to each channel: {@code y[n, o, ·] += b[o]}; one index is one element.
 *
 * @param plane the elements of one channel of one sample
 */
public record ChannelBias(float[] b, int bAt, float[] y, int size, int co, int plane)
    implements Kernel {

  private static void at(float[] b, int bAt, float[] y, int co, int plane, int i) {
    y[i] += b[bAt + i / plane % co];
  }

  static void loop(float[] b, int bAt, float[] y, int size, int co, int plane) {
    for (@Parallel int i = 0; i < size; i++) {
      at(b, bAt, y, co, plane, i);
    }
  }

  @Override
  public void run(int from, int to) {
    int i = from;
    while (i < to) {
      int end = Math.min(to, (i / plane + 1) * plane);
      float bias = b[bAt + i / plane % co];
      for (; i < end; i++) {
        y[i] += bias;
      }
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, ChannelBias::loop, b, bAt, y, size, co, plane);
  }
}
