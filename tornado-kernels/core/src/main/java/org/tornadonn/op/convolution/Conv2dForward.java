package org.tornadonn.op.convolution;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The result of a {@link Conv2d}; one index is one element of y.
 *
 * @param bAt the index of the bias, or {@link #NO_BIAS}
 */
public record Conv2dForward(
    float[] x, float[] w, int wAt, float[] b, int bAt, float[] y, ImageSizes sizes, Window window)
    implements Kernel {

  /** The value of {@code bAt} that says that there is no bias. */
  public static final int NO_BIAS = -1;

  private static void at(
      float[] x,
      float[] w,
      int wAt,
      float[] b,
      int bAt,
      float[] y,
      int ci,
      int hi,
      int wi,
      int co,
      int k,
      int s,
      int p,
      int i) {
    int kh = k >> 16;
    int kw = k & 0xffff;
    int ho = (hi + 2 * (p >> 16) - kh) / (s >> 16) + 1;
    int wo = (wi + 2 * (p & 0xffff) - kw) / (s & 0xffff) + 1;
    int row = i / wo % ho * (s >> 16) - (p >> 16);
    int column = i % wo * (s & 0xffff) - (p & 0xffff);
    int o = i / (wo * ho) % co;
    int n = i / (wo * ho * co);
    int uFrom = Math.max(0, -row);
    int uTo = Math.min(kh, hi - row);
    int vFrom = Math.max(0, -column);
    int vTo = Math.min(kw, wi - column);
    float sum = 0;
    for (int c = 0; c < ci; c++) {
      for (int u = uFrom; u < uTo; u++) {
        int xRow = ((n * ci + c) * hi + row + u) * wi + column;
        int wRow = wAt + ((o * ci + c) * kh + u) * kw;
        for (int v = vFrom; v < vTo; v++) {
          sum += x[xRow + v] * w[wRow + v];
        }
      }
    }
    y[i] = bAt < 0 ? sum : sum + b[bAt + o];
  }

  static void loop(
      float[] x,
      float[] w,
      int wAt,
      float[] b,
      int bAt,
      float[] y,
      int size,
      int ci,
      int hi,
      int wi,
      int co,
      int k,
      int s,
      int p) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, w, wAt, b, bAt, y, ci, hi, wi, co, k, s, p, i);
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
          b,
          bAt,
          y,
          sizes.ci(),
          sizes.hi(),
          sizes.wi(),
          sizes.co(),
          window.kernel(),
          window.stride(),
          window.padding(),
          i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        Conv2dForward::loop,
        x,
        w,
        wAt,
        b,
        bAt,
        y,
        size(),
        sizes.ci(),
        sizes.hi(),
        sizes.wi(),
        sizes.co(),
        window.kernel(),
        window.stride(),
        window.padding());
  }
}
