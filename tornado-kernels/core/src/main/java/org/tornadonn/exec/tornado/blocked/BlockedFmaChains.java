package org.tornadonn.exec.tornado.blocked;

import org.tornadonn.op.linear.FmaChains;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;

/**
 * A {@link FmaChains}: one index is {@value #INDICES} of its indices, a vector of each. The loop
 * that sets the numbers is longer than TornadoVM unrolls: without it every number would be a
 * variable of its own, which the driver's compiler makes no vectors of.
 */
record BlockedFmaChains(FmaChains k) implements Blocked {

  /** Enough for two units with a latency of six cycles, and for 32 registers of 256 bits. */
  static final int INDICES = 12;

  private static final int LANES = FmaChains.LANES;

  private static void at(float[] control, float[] y, int size, int i) {
    int first = Math.min(i * INDICES, size - INDICES); // the last one does some again
    float factor = control[0];
    float term = control[1];
    int rounds = (int) control[2];
    float[] s = new float[INDICES * LANES];
    for (int j = 0; j < INDICES * LANES; j++) {
      s[j] = term * (first * LANES + j);
    }
    for (int round = 0; round < rounds; round++) {
      for (int l = 0; l < INDICES; l++) {
        for (int j = 0; j < LANES; j++) {
          s[l * LANES + j] = s[l * LANES + j] * factor + term;
        }
      }
    }
    for (int l = 0; l < INDICES; l++) {
      float sum = 0;
      for (int j = 0; j < LANES; j++) {
        sum += s[l * LANES + j];
      }
      y[first + l] = sum;
    }
  }

  static void item(KernelContext context, float[] control, float[] y, int size) {
    at(control, y, size, context.globalIdx);
  }

  @Override
  public int size() {
    return Math.ceilDiv(k.size(), INDICES);
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(k.control(), k.y(), k.size(), i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, BlockedFmaChains::item, new KernelContext(), k.control(), k.y(), k.size());
  }
}
