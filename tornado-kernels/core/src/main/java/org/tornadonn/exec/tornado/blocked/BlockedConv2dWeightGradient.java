package org.tornadonn.exec.tornado.blocked;

import org.tornadonn.op.convolution.Conv2dWeightGradient;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;

/**
 * A {@link Conv2dWeightGradient} as a matrix product: one index is {@link Panel#LANES} neighbouring
 * weights of a channel, for a group of output channels, in one part.
 */
record BlockedConv2dWeightGradient(Conv2dWeightGradient k, int busy) implements Blocked {

  private static void at(
      float[] x,
      float[] dy,
      float[] partial,
      int rowsPerPart,
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
    int ho = (hi + 2 * (p >> 16) - kh) / (s >> 16) + 1;
    int wo = (wi + 2 * (p & 0xffff) - kw) / (s & 0xffff) + 1;
    int plane = ho * wo;
    int taps = ci * kh * kw;
    int panels = (taps + Panel.LANES - 1) / Panel.LANES;
    int part = i / groups / panels;
    int first = i / groups % panels * Panel.LANES;
    int from = i % groups * Panel.rows(co, groups);
    int rows = Math.min(Panel.rows(co, groups), co - from);
    int[] row = new int[Panel.LANES];
    int[] column = new int[Panel.LANES];
    int[] channel = new int[Panel.LANES];
    for (int j = 0; j < Panel.LANES; j++) {
      int tap = Math.min(first + j, taps - 1);
      row[j] = tap / kw % kh - (p >> 16);
      column[j] = tap % kw - (p & 0xffff);
      channel[j] = tap / (kh * kw) * hi;
    }
    float[] panel = new float[Panel.DEPTH * Panel.LANES];
    float[] sums = new float[Panel.ROWS * Panel.LANES];
    for (int j = 0; j < Panel.ROWS * Panel.LANES; j++) {
      sums[j] = 0;
    }
    int begin = part * rowsPerPart * wo;
    int end = Math.min(begin + rowsPerPart * wo, n * plane);
    while (begin < end) {
      int position = begin % plane;
      int depth = Math.min(Math.min(Panel.DEPTH, end - begin), plane - position);
      int channels = begin / plane * ci * hi;
      for (int d = 0; d < depth; d++) {
        int top = (position + d) / wo * (s >> 16);
        int left = (position + d) % wo * (s & 0xffff);
        for (int j = 0; j < Panel.LANES; j++) {
          int r = top + row[j];
          int q = left + column[j];
          int inRow = Math.min(Math.max(r, 0), hi - 1);
          int inColumn = Math.min(Math.max(q, 0), wi - 1);
          float value = x[(channels + channel[j] + inRow) * wi + inColumn];
          panel[d * Panel.LANES + j] = r == inRow && q == inColumn ? value : 0;
        }
      }
      int at = (begin / plane * co + from) * plane + position;
      Panel.multiply(dy, at, rows, plane, depth, 1, panel, sums);
      begin += depth;
    }
    int lanes = Math.min(Panel.LANES, taps - first);
    for (int o = 0; o < rows; o++) {
      int to = (part * co + from + o) * taps + first;
      for (int j = 0; j < lanes; j++) {
        partial[to + j] = sums[o * Panel.LANES + j];
      }
    }
  }

  static void item(
      KernelContext context,
      float[] x,
      float[] dy,
      float[] partial,
      int rowsPerPart,
      int groups,
      int n,
      int ci,
      int image,
      int co,
      int k,
      int s,
      int p) {
    at(x, dy, partial, rowsPerPart, groups, n, ci, image, co, k, s, p, context.globalIdx);
  }

  private int panels() {
    int taps = k.sizes().ci() * k.window().kernelHeight() * k.window().kernelWidth();
    return k.parts() * Math.ceilDiv(taps, Panel.LANES);
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
          k.dy(),
          k.partial(),
          k.rowsPerPart(),
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
        BlockedConv2dWeightGradient::item,
        new KernelContext(),
        k.x(),
        k.dy(),
        k.partial(),
        k.rowsPerPart(),
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
