package org.tornadonn.exec.tornado.blocked;

import org.tornadonn.op.convolution.Conv2dForward;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;

/**
 * A {@link Conv2dForward} as a matrix product: one index is {@link Panel#LANES} neighbouring
 * positions of the output and a group of its channels.
 */
record BlockedConv2d(Conv2dForward k, int busy) implements Blocked {

  private static void at(
      float[] x,
      float[] w,
      int wAt,
      float[] b,
      int bAt,
      float[] y,
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
    int kh = k >> 16;
    int kw = k & 0xffff;
    int wo = (wi + 2 * (p & 0xffff) - kw) / (s & 0xffff) + 1;
    int plane = ((hi + 2 * (p >> 16) - kh) / (s >> 16) + 1) * wo;
    int taps = ci * kh * kw;
    int first = i / groups * Panel.LANES;
    int from = i % groups * Panel.rows(co, groups);
    int rows = Math.min(Panel.rows(co, groups), co - from);
    int[] row = new int[Panel.LANES];
    int[] column = new int[Panel.LANES];
    int[] channels = new int[Panel.LANES];
    int[] to = new int[Panel.LANES];
    for (int j = 0; j < Panel.LANES; j++) {
      int position = Math.min(first + j, n * plane - 1);
      row[j] = position % plane / wo * (s >> 16) - (p >> 16);
      column[j] = position % wo * (s & 0xffff) - (p & 0xffff);
      channels[j] = position / plane * ci * hi;
      to[j] = (position / plane * co + from) * plane + position % plane;
    }
    float[] panel = new float[Panel.DEPTH * Panel.LANES];
    float[] sums = new float[Panel.ROWS * Panel.LANES];
    for (int j = 0; j < Panel.ROWS * Panel.LANES; j++) {
      sums[j] = 0;
    }
    for (int begin = 0; begin < taps; begin += Panel.DEPTH) {
      int depth = Math.min(Panel.DEPTH, taps - begin);
      for (int d = 0; d < depth; d++) {
        int c = (begin + d) / (kh * kw) * hi;
        int u = (begin + d) / kw % kh;
        int v = (begin + d) % kw;
        for (int j = 0; j < Panel.LANES; j++) {
          int r = row[j] + u;
          int q = column[j] + v;
          int inRow = Math.min(Math.max(r, 0), hi - 1);
          int inColumn = Math.min(Math.max(q, 0), wi - 1);
          float value = x[(channels[j] + c + inRow) * wi + inColumn];
          panel[d * Panel.LANES + j] = r == inRow && q == inColumn ? value : 0;
        }
      }
      Panel.multiply(w, wAt + from * taps + begin, rows, taps, depth, 1, panel, sums);
    }
    int lanes = Math.min(Panel.LANES, n * plane - first);
    for (int o = 0; o < rows; o++) {
      for (int j = 0; j < lanes; j++) {
        float sum = sums[o * Panel.LANES + j];
        y[to[j] + o * plane] = bAt < 0 ? sum : sum + b[bAt + from + o];
      }
    }
  }

  static void item(
      KernelContext context,
      float[] x,
      float[] w,
      int wAt,
      float[] b,
      int bAt,
      float[] y,
      int groups,
      int n,
      int ci,
      int image,
      int co,
      int k,
      int s,
      int p) {
    at(x, w, wAt, b, bAt, y, groups, n, ci, image, co, k, s, p, context.globalIdx);
  }

  private int panels() {
    var sizes = k.sizes();
    return Math.ceilDiv(sizes.n() * sizes.ho() * sizes.wo(), Panel.LANES);
  }

  private int groups() {
    return Panel.groups(k.sizes().co(), panels(), busy);
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
          k.x(),
          k.w(),
          k.wAt(),
          k.b(),
          k.bAt(),
          k.y(),
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
        BlockedConv2d::item,
        new KernelContext(),
        k.x(),
        k.w(),
        k.wAt(),
        k.b(),
        k.bAt(),
        k.y(),
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
