package org.tornadonn.exec.tornado.blocked;

import org.tornadonn.op.linear.LinearWeightGradient;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;

/**
 * A {@link LinearWeightGradient}: one index is {@link Panel#LANES} neighbouring inputs and a group
 * of outputs, in one part.
 */
record BlockedLinearWeightGradient(LinearWeightGradient k, int busy) implements Blocked {

  private static void at(
      float[] x,
      float[] dy,
      float[] partial,
      int samplesPerPart,
      int groups,
      int n,
      int ci,
      int co,
      int i) {
    int panels = (ci + Panel.LANES - 1) / Panel.LANES;
    int part = i / groups / panels;
    int first = i / groups % panels * Panel.LANES;
    int from = i % groups * Panel.rows(co, groups);
    int rows = Math.min(Panel.rows(co, groups), co - from);
    float[] panel = new float[Panel.DEPTH * Panel.LANES];
    float[] sums = new float[Panel.ROWS * Panel.LANES];
    for (int j = 0; j < Panel.ROWS * Panel.LANES; j++) {
      sums[j] = 0;
    }
    int end = Math.min((part + 1) * samplesPerPart, n);
    for (int begin = part * samplesPerPart; begin < end; begin += Panel.DEPTH) {
      int depth = Math.min(Panel.DEPTH, end - begin);
      for (int d = 0; d < depth; d++) {
        for (int j = 0; j < Panel.LANES; j++) {
          panel[d * Panel.LANES + j] = x[(begin + d) * ci + Math.min(first + j, ci - 1)];
        }
      }
      Panel.multiply(dy, begin * co + from, rows, 1, depth, co, panel, sums);
    }
    int lanes = Math.min(Panel.LANES, ci - first);
    for (int o = 0; o < rows; o++) {
      int to = (part * co + from + o) * ci + first;
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
      int samplesPerPart,
      int groups,
      int n,
      int ci,
      int co) {
    at(x, dy, partial, samplesPerPart, groups, n, ci, co, context.globalIdx);
  }

  private int panels() {
    return k.parts() * Math.ceilDiv(k.ci(), Panel.LANES);
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
      at(k.x(), k.dy(), k.partial(), k.samplesPerPart(), groups(), k.n(), k.ci(), k.co(), i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        BlockedLinearWeightGradient::item,
        new KernelContext(),
        k.x(),
        k.dy(),
        k.partial(),
        k.samplesPerPart(),
        groups(),
        k.n(),
        k.ci(),
        k.co());
  }
}
