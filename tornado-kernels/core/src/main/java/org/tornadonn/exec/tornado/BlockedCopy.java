package org.tornadonn.exec.tornado;

import org.tornadonn.op.Copy;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;

/**
 * A {@link Copy} that does not add: one index is {@value #STRETCH} neighbouring numbers, of which a
 * private array holds some at a time: all of these are read before the first is written, so that
 * the driver's compiler, which does not know that the arrays differ, can make vectors of them.
 */
record BlockedCopy(Copy k) implements Blocked {

  static final int STRETCH = 4096;

  private static final int BLOCK = 64;

  private static void at(float[] x, float[] y, int yAt, int size, int i) {
    float[] block = new float[BLOCK];
    for (int b = 0; b < STRETCH; b += BLOCK) {
      int from = Math.min(i * STRETCH + b, size - BLOCK); // the end is copied more than once
      for (int j = 0; j < BLOCK; j++) {
        block[j] = x[from + j];
      }
      for (int j = 0; j < BLOCK; j++) {
        y[yAt + from + j] = block[j];
      }
    }
  }

  static void item(KernelContext context, float[] x, float[] y, int yAt, int size) {
    at(x, y, yAt, size, context.globalIdx);
  }

  @Override
  public int size() {
    return Math.ceilDiv(k.size(), STRETCH);
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(k.x(), k.y(), k.yAt(), k.size(), i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, BlockedCopy::item, new KernelContext(), k.x(), k.y(), k.yAt(), k.size());
  }
}
