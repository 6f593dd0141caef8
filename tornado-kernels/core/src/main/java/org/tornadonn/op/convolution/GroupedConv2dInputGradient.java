package org.tornadonn.op.convolution;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * Adds the gradient of a {@link Correlation} with groups, gaps or any padding with respect to its
 * input to dx; one index is one element of dx and gathers from every output that it took part in.
 */
public record GroupedConv2dInputGradient(
    float[] dy, float[] w, int wAt, float[] dx, ImageSizes sizes, Window window, int groups)
    implements Kernel {

  private static void at(
      float[] dy,
      float[] w,
      int wAt,
      float[] dx,
      int channels,
      int groups,
      int hi,
      int wi,
      int ho,
      int wo,
      int k,
      int s,
      int p,
      int d,
      int i) {
    int ci = channels >> 16;
    int co = channels & 0xffff;
    int kh = k >> 16;
    int kw = k & 0xffff;
    int sh = s >> 16;
    int sw = s & 0xffff;
    int row = i / wi % hi + (p >> 16);
    int column = i % wi + (p & 0xffff);
    int plane = i / (wi * hi);
    int group = plane / ci;
    int filter = group % groups * co;
    int c = plane % ci;
    float sum = 0;
    for (int o = 0; o < co; o++) {
      for (int u = 0; u < kh; u++) {
        int down = row - u * (d >> 16);
        if (down >= 0 && down % sh == 0 && down / sh < ho) {
          int yRow = ((group * co + o) * ho + down / sh) * wo;
          int wRow = wAt + (((filter + o) * ci + c) * kh + u) * kw;
          for (int v = 0; v < kw; v++) {
            int right = column - v * (d & 0xffff);
            if (right >= 0 && right % sw == 0 && right / sw < wo) {
              sum += dy[yRow + right / sw] * w[wRow + v];
            }
          }
        }
      }
    }
    dx[i] += sum;
  }

  static void loop(
      float[] dy,
      float[] w,
      int wAt,
      float[] dx,
      int size,
      int channels,
      int groups,
      int hi,
      int wi,
      int ho,
      int wo,
      int k,
      int s,
      int p,
      int d) {
    for (@Parallel int i = 0; i < size; i++) {
      at(dy, w, wAt, dx, channels, groups, hi, wi, ho, wo, k, s, p, d, i);
    }
  }

  @Override
  public int size() {
    return sizes.n() * sizes.ci() * sizes.hi() * sizes.wi();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(
          dy,
          w,
          wAt,
          dx,
          sizes.channelsOf(groups),
          groups,
          sizes.hi(),
          sizes.wi(),
          sizes.ho(),
          sizes.wo(),
          window.kernel(),
          window.stride(),
          window.padding(),
          window.dilation(),
          i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        GroupedConv2dInputGradient::loop,
        dy,
        w,
        wAt,
        dx,
        size(),
        sizes.channelsOf(groups),
        groups,
        sizes.hi(),
        sizes.wi(),
        sizes.ho(),
        sizes.wo(),
        window.kernel(),
        window.stride(),
        window.padding(),
        window.dilation());
  }
}
