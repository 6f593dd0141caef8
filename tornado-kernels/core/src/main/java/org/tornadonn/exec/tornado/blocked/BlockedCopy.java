package org.tornadonn.exec.tornado.blocked;

import org.tornadonn.plan.Copy;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;

/**
 * A {@link Copy}: one index is {@value #STRETCH} neighbouring numbers, of which a private array
 * holds some at a time. All of these are read before the first is written, and they begin at a
 * multiple of their number: so the driver's compiler, which knows neither that the arrays differ
 * nor that an index does not overflow, can still make vectors of them.
 */
record BlockedCopy(Copy k) implements Blocked {

  static final int STRETCH = 4096;

  private static final int BLOCK = 64;

  private static void at(float[] x, int xAt, float[] y, int yAt, int add, int size, int i) {
    int first = i * STRETCH;
    int end = Math.min(first + STRETCH, size);
    int blocks = (end - first) / BLOCK;
    float[] block = new float[BLOCK];
    for (int b = 0; b < blocks; b++) {
      int from = first + b * BLOCK;
      for (int j = 0; j < BLOCK; j++) {
        block[j] = x[xAt + from + j];
      }
      for (int j = 0; j < BLOCK; j++) {
        y[yAt + from + j] = add > 0 ? y[yAt + from + j] + block[j] : block[j];
      }
    }
    for (int j = first + blocks * BLOCK; j < end; j++) {
      y[yAt + j] = add > 0 ? y[yAt + j] + x[xAt + j] : x[xAt + j];
    }
  }

  static void item(
      KernelContext context, float[] x, int xAt, float[] y, int yAt, int add, int size) {
    at(x, xAt, y, yAt, add, size, context.globalIdx);
  }

  @Override
  public int size() {
    return Math.ceilDiv(k.size(), STRETCH);
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(k.x(), k.xAt(), k.y(), k.yAt(), k.add(), k.size(), i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        BlockedCopy::item,
        new KernelContext(),
        k.x(),
        k.xAt(),
        k.y(),
        k.yAt(),
        k.add(),
        k.size());
  }
}
