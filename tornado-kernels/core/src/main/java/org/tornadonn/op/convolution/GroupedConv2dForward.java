package org.tornadonn.op.convolution;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The result, without bias, of a {@link Correlation} with groups, gaps or any padding; one index is
 * one element of y.
 */
public record GroupedConv2dForward(
    float[] x, float[] w, int wAt, float[] y, ImageSizes sizes, Window window, int groups)
    implements Kernel {

  private static void at(
      float[] x,
      float[] w,
      int wAt,
      float[] y,
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
    int dh = d >> 16;
    int dw = d & 0xffff;
    int row = i / wo % ho * (s >> 16) - (p >> 16);
    int column = i % wo * (s & 0xffff) - (p & 0xffff);
    int plane = i / (wo * ho);
    int group = plane / co;
    int filter = (group % groups * co + plane % co) * ci;
    int uFrom = row < 0 ? (dh - 1 - row) / dh : 0;
    int uTo = row < hi ? Math.min(kh, (hi - 1 - row) / dh + 1) : 0;
    int vFrom = column < 0 ? (dw - 1 - column) / dw : 0;
    int vTo = column < wi ? Math.min(kw, (wi - 1 - column) / dw + 1) : 0;
    float sum = 0;
    for (int c = 0; c < ci; c++) {
      for (int u = uFrom; u < uTo; u++) {
        int xRow = ((group * ci + c) * hi + row + u * dh) * wi + column;
        int wRow = wAt + ((filter + c) * kh + u) * kw;
        for (int v = vFrom; v < vTo; v++) {
          sum += x[xRow + v * dw] * w[wRow + v];
        }
      }
    }
    y[i] = sum;
  }

  static void loop(
      float[] x,
      float[] w,
      int wAt,
      float[] y,
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
      at(x, w, wAt, y, channels, groups, hi, wi, ho, wo, k, s, p, d, i);
    }
  }

  @Override
  public int size() {
    return sizes.n() * sizes.co() * sizes.ho() * sizes.wo();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(
          x,
          w,
          wAt,
          y,
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
        GroupedConv2dForward::loop,
        x,
        w,
        wAt,
        y,
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
