package org.tornadonn.exec.tornado.blocked;

import org.tornadonn.op.linear.LinearInputGradient;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;

/**
 * A {@link LinearInputGradient}: one index is {@link Panel#LANES} neighbouring inputs of a group of
 * samples.
 */
record BlockedLinearInputGradient(LinearInputGradient k, int busy) implements Blocked {

  private static void at(
      float[] dy,
      float[] w,
      int wAt,
      float[] dx,
      int add,
      int groups,
      int n,
      int ci,
      int co,
      int i) {
    int first = i / groups * Panel.LANES;
    int from = i % groups * Panel.rows(n, groups);
    int rows = Math.min(Panel.rows(n, groups), n - from);
    float[] panel = new float[Panel.DEPTH * Panel.LANES];
    float[] sums = new float[Panel.ROWS * Panel.LANES];
    for (int j = 0; j < Panel.ROWS * Panel.LANES; j++) {
      sums[j] = 0;
    }
    for (int begin = 0; begin < co; begin += Panel.DEPTH) {
      int depth = Math.min(Panel.DEPTH, co - begin);
      for (int d = 0; d < depth; d++) {
        for (int j = 0; j < Panel.LANES; j++) {
          panel[d * Panel.LANES + j] = w[wAt + (begin + d) * ci + Math.min(first + j, ci - 1)];
        }
      }
      Panel.multiply(dy, from * co + begin, rows, co, depth, 1, panel, sums);
    }
    int lanes = Math.min(Panel.LANES, ci - first);
    for (int r = 0; r < rows; r++) {
      int to = (from + r) * ci + first;
      for (int j = 0; j < lanes; j++) {
        float sum = sums[r * Panel.LANES + j];
        dx[to + j] = add > 0 ? dx[to + j] + sum : sum;
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
      int co) {
    at(dy, w, wAt, dx, add, groups, n, ci, co, context.globalIdx);
  }

  private int panels() {
    return Math.ceilDiv(k.ci(), Panel.LANES);
  }

  private int groups() {
    return Panel.groups(k.n(), panels(), busy);
  }

  @Override
  public int size() {
    return panels() * groups();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(k.dy(), k.w(), k.wAt(), k.dx(), k.add(), groups(), k.n(), k.ci(), k.co(), i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        BlockedLinearInputGradient::item,
        new KernelContext(),
        k.dy(),
        k.w(),
        k.wAt(),
        k.dx(),
        k.add(),
        groups(),
        k.n(),
        k.ci(),
        k.co());
  }
}
