package org.tornadonn.exec.tornado;

import org.tornadonn.op.BiasGradient;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid1D;

/**
 * A {@link BiasGradient} for a GPU: a work-group adds up one channel of one part. Its items read
 * neighbours, and add up every {@value #ITEMS}th element; what they come to is added up in pairs.
 */
record GroupedBiasGradient(BiasGradient k) implements Grouped {

  /** Items of a group, as many as the elements that it should have at least; a power of two. */
  static final int ITEMS = 64;

  static void item(
      KernelContext context,
      float[] dy,
      float[] partial,
      int samplesPerPart,
      int n,
      int co,
      int plane) {
    float[] sums = context.allocateFloatLocalArray(ITEMS);
    int group = context.groupIdx;
    int item = context.localIdx;
    int first = group / co * samplesPerPart;
    int last = Math.min(first + samplesPerPart, n);
    float sum = 0;
    for (int sample = first; sample < last; sample++) {
      int begin = (sample * co + group % co) * plane;
      for (int j = item; j < plane; j += ITEMS) {
        sum += dy[begin + j];
      }
    }
    sums[item] = sum;
    for (int half = ITEMS / 2; half > 0; half /= 2) {
      context.localBarrier();
      if (item < half) {
        sums[item] += sums[item + half];
      }
    }
    if (item == 0) {
      partial[group] = sums[0];
    }
  }

  @Override
  public WorkerGrid grid() {
    var grid = new WorkerGrid1D(size() * ITEMS);
    grid.setLocalWork(ITEMS, 1, 1);
    return grid;
  }

  @Override
  public int size() {
    return k.size();
  }

  @Override
  public void run(int from, int to) {
    k.run(from, to);
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        GroupedBiasGradient::item,
        new KernelContext(),
        k.dy(),
        k.partial(),
        k.samplesPerPart(),
        k.n(),
        k.co(),
        k.plane());
  }
}
