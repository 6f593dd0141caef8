package org.tornadonn.exec.tornado.blocked;

import org.tornadonn.op.convolution.Conv2dInputGradient;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;

/**
 * A {@link Conv2dInputGradient} as a matrix product: one index is {@link Panel#LANES} neighbouring
 * positions of the input and a group of its channels. The terms are summed up tap by tap, and for
 * each tap over the output's channels.
 */
record BlockedConv2dInputGradient(Conv2dInputGradient k, int busy) implements Blocked {

  private static void at(
      float[] dy,
      float[] w,
      int wAt,
      float[] dx,
      int add,
      int groups,
      int n,
      int ci,
      int image,
      int co,
      int k,
      int s,
      int p,
      int i) {
    int hi = image >> 16;
    int wi = image & 0xffff;
    int kw = k & 0xffff;
    int window = (k >> 16) * kw;
    int sh = s >> 16;
    int sw = s & 0xffff;
    int ho = (hi + 2 * (p >> 16) - (k >> 16)) / sh + 1;
    int wo = (wi + 2 * (p & 0xffff) - kw) / sw + 1;
    int plane = hi * wi;
    int first = i / groups * Panel.LANES;
    int from = i % groups * Panel.rows(ci, groups);
    int rows = Math.min(Panel.rows(ci, groups), ci - from);
    int[] at = new int[Panel.LANES];
    int[] inside = new int[Panel.LANES];
    int[] to = new int[Panel.LANES];
    for (int j = 0; j < Panel.LANES; j++) {
      int position = Math.min(first + j, n * plane - 1);
      to[j] = (position / plane * ci + from) * plane + position % plane;
    }
    float[] panel = new float[Panel.DEPTH * Panel.LANES];
    float[] sums = new float[Panel.ROWS * Panel.LANES];
    for (int j = 0; j < Panel.ROWS * Panel.LANES; j++) {
      sums[j] = 0;
    }
    for (int tap = 0; tap < window; tap++) {
      for (int j = 0; j < Panel.LANES; j++) {
        int position = Math.min(first + j, n * plane - 1);
        int row = position % plane / wi + (p >> 16) - tap / kw;
        int column = position % wi + (p & 0xffff) - tap % kw;
        int r = Math.min(Math.max(row / sh, 0), ho - 1);
        int q = Math.min(Math.max(column / sw, 0), wo - 1);
        at[j] = (position / plane * co * ho + r) * wo + q;
        inside[j] = r * sh == row && q * sw == column ? 1 : 0;
      }
      for (int begin = 0; begin < co; begin += Panel.DEPTH) {
        int depth = Math.min(Panel.DEPTH, co - begin);
        for (int d = 0; d < depth; d++) {
          for (int j = 0; j < Panel.LANES; j++) {
            float value = dy[at[j] + (begin + d) * ho * wo];
            panel[d * Panel.LANES + j] = inside[j] > 0 ? value : 0;
          }
        }
        Panel.multiply(
            w,
            wAt + (begin * ci + from) * window + tap,
            rows,
            window,
            depth,
            ci * window,
            panel,
            sums);
      }
    }
    int lanes = Math.min(Panel.LANES, n * plane - first);
    for (int c = 0; c < rows; c++) {
      for (int j = 0; j < lanes; j++) {
        float sum = sums[c * Panel.LANES + j];
        dx[to[j] + c * plane] = add > 0 ? dx[to[j] + c * plane] + sum : sum;
      }
    }
  }

  static void item(
      KernelContext context,
      float[] dy,
      float[] w,
      int wAt,
      float[] dx,
      int add,
      int groups,
      int n,
      int ci,
      int image,
      int co,
      int k,
      int s,
      int p) {
    at(dy, w, wAt, dx, add, groups, n, ci, image, co, k, s, p, context.globalIdx);
  }

  private int panels() {
    var sizes = k.sizes();
    return Math.ceilDiv(sizes.n() * sizes.hi() * sizes.wi(), Panel.LANES);
  }

  private int groups() {
    return Panel.groups(k.sizes().ci(), panels(), busy);
  }

  @Override
  public int size() {
    return panels() * groups();
  }

  @Override
  public void run(int from, int to) {
    var sizes = k.sizes();
    for (int i = from; i < to; i++) {
      at(
          k.dy(),
          k.w(),
          k.wAt(),
          k.dx(),
          k.add(),
          groups(),
          sizes.n(),
          sizes.ci(),
          sizes.hi() << 16 | sizes.wi(),
          sizes.co(),
          k.window().kernel(),
          k.window().stride(),
          k.window().padding(),
          i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    var sizes = k.sizes();
    graph.task(
        id,
        BlockedConv2dInputGradient::item,
        new KernelContext(),
        k.dy(),
        k.w(),
        k.wAt(),
        k.dx(),
        k.add(),
        groups(),
        sizes.n(),
        sizes.ci(),
        sizes.hi() << 16 | sizes.wi(),
        sizes.co(),
        k.window().kernel(),
        k.window().stride(),
        k.window().padding());
  }
}
