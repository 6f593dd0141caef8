package org.tornadonn.op.normalization;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code dx (+)= dy · w[c] · scale[c]} of a {@link BatchNorm2dInference}; one index is one element
 * of dx.
 *
 * @param plane rows × columns
 */
public record ChannelScale(
    float[] dy,
    float[] w,
    int wAt,
    float[] scale,
    float[] dx,
    int dxAt,
    int add,
    int channels,
    int plane,
    int size)
    implements Kernel {

  private static void at(
      float[] dy,
      float[] w,
      int wAt,
      float[] scale,
      float[] dx,
      int dxAt,
      int add,
      int channels,
      int plane,
      int i) {
    int c = i / plane % channels;
    float value = dy[i] * w[wAt + c] * scale[c];
    dx[dxAt + i] = add > 0 ? dx[dxAt + i] + value : value;
  }

  static void loop(
      float[] dy,
      float[] w,
      int wAt,
      float[] scale,
      float[] dx,
      int dxAt,
      int add,
      int channels,
      int plane,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(dy, w, wAt, scale, dx, dxAt, add, channels, plane, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from, end; i < to; i = end) {
      end = Math.min(to, (i / plane + 1) * plane);
      int c = i / plane % channels;
      channel(w[wAt + c], scale[c], i, end);
    }
  }

  private void channel(float weight, float s, int from, int to) {
    if (add > 0) {
      for (int i = from; i < to; i++) {
        dx[dxAt + i] += dy[i] * weight * s;
      }
    } else {
      for (int i = from; i < to; i++) {
        dx[dxAt + i] = dy[i] * weight * s;
      }
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, ChannelScale::loop, dy, w, wAt, scale, dx, dxAt, add, channels, plane, size);
  }
}
