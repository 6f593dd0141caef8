package org.tornadonn.exec.tornado.blocked;

import org.tornadonn.op.linear.LinearForward;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;

/** A {@link LinearForward}: one index is {@link Panel#LANES} samples and a group of outputs. */
record BlockedLinear(LinearForward k, int busy) implements Blocked {

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
      int co,
      int i) {
    int first = i / groups * Panel.LANES;
    int from = i % groups * Panel.rows(co, groups);
    int rows = Math.min(Panel.rows(co, groups), co - from);
    float[] panel = new float[Panel.DEPTH * Panel.LANES];
    float[] sums = new float[Panel.ROWS * Panel.LANES];
    for (int j = 0; j < Panel.ROWS * Panel.LANES; j++) {
      sums[j] = 0;
    }
    for (int begin = 0; begin < ci; begin += Panel.DEPTH) {
      int depth = Math.min(Panel.DEPTH, ci - begin);
      for (int j = 0; j < Panel.LANES; j++) {
        int at = Math.min(first + j, n - 1) * ci + begin;
        for (int d = 0; d < depth; d++) {
          panel[d * Panel.LANES + j] = x[at + d];
        }
      }
      Panel.multiply(w, wAt + from * ci + begin, rows, ci, depth, 1, panel, sums);
    }
    int lanes = Math.min(Panel.LANES, n - first);
    for (int j = 0; j < lanes; j++) {
      int to = (first + j) * co + from;
      for (int o = 0; o < rows; o++) {
        float sum = sums[o * Panel.LANES + j];
        y[to + o] = bAt < 0 ? sum : sum + b[bAt + from + o];
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
      int co) {
    at(x, w, wAt, b, bAt, y, groups, n, ci, co, context.globalIdx);
  }

  private int panels() {
    return Math.ceilDiv(k.n(), Panel.LANES);
  }

  private int groups() {
    return Panel.groups(k.co(), panels(), busy);
  }

  @Override
  public int size() {
    return panels() * groups();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(k.x(), k.w(), k.wAt(), k.b(), k.bAt(), k.y(), groups(), k.n(), k.ci(), k.co(), i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        BlockedLinear::item,
        new KernelContext(),
        k.x(),
        k.w(),
        k.wAt(),
        k.b(),
        k.bAt(),
        k.y(),
        groups(),
        k.n(),
        k.ci(),
        k.co());
  }
}
