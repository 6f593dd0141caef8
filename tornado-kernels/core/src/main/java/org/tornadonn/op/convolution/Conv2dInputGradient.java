package org.tornadonn.op.convolution;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The gradient of a {@link Conv2d} with respect to its input; one index is one element of dx and
 * gathers from every output that it took part in.
 */
public record Conv2dInputGradient(
    float[] dy, float[] w, int wAt, float[] dx, int add, ImageSizes sizes, Window window)
    implements Kernel {

  private static void at(
      float[] dy,
      float[] w,
      int wAt,
      float[] dx,
      int add,
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
    int sh = s >> 16;
    int sw = s & 0xffff;
    int ho = (hi + 2 * (p >> 16) - kh) / sh + 1;
    int wo = (wi + 2 * (p & 0xffff) - kw) / sw + 1;
    int row = i / wi % hi + (p >> 16);
    int column = i % wi + (p & 0xffff);
    int c = i / (wi * hi) % ci;
    int n = i / (wi * hi * ci);
    int rFrom = row < kh ? 0 : (row - kh) / sh + 1;
    int rTo = Math.min(row / sh + 1, ho);
    int qFrom = column < kw ? 0 : (column - kw) / sw + 1;
    int qTo = Math.min(column / sw + 1, wo);
    float sum = 0;
    for (int o = 0; o < co; o++) {
      for (int r = rFrom; r < rTo; r++) {
        int yRow = ((n * co + o) * ho + r) * wo;
        int wRow = wAt + ((o * ci + c) * kh + row - r * sh) * kw + column;
        for (int q = qFrom; q < qTo; q++) {
          sum += dy[yRow + q] * w[wRow - q * sw];
        }
      }
    }
    dx[i] = add > 0 ? dx[i] + sum : sum;
  }

  static void loop(
      float[] dy,
      float[] w,
      int wAt,
      float[] dx,
      int add,
      int size,
      int ci,
      int hi,
      int wi,
      int co,
      int k,
      int s,
      int p) {
    for (@Parallel int i = 0; i < size; i++) {
      at(dy, w, wAt, dx, add, ci, hi, wi, co, k, s, p, i);
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
          add,
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
        Conv2dInputGradient::loop,
        dy,
        w,
        wAt,
        dx,
        add,
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
