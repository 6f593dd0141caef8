package org.tornadonn.exec.jvm;

import org.jspecify.annotations.Nullable;
import org.tornadonn.plan.Loop;

/**
 * A loop to be shared out among threads; steps run one after the other.
 *
 * @param grain how many indices a thread takes at a time
 * @param work of all indices, in vectors that are multiplied or floats that are read: about 3,000
 *     in a microsecond
 * @param packs the array that it only brings into another order, if that is all that it does: it
 *     need not run again while that stays the same
 */
record Step(Loop loop, int grain, long work, float @Nullable [] packs) {

  /** As much work is worth a thread of its own. */
  private static final int WORTH_A_THREAD = 1 << 14;

  /** A loop with so much work in each index. */
  static Step of(Loop loop, long work) {
    return packing(loop, work, null);
  }

  /** A loop with so much work in each index that brings an array into another order. */
  static Step packing(Loop loop, long work, float @Nullable [] packs) {
    int grain = (int) Math.max(1, WORTH_A_THREAD / Math.max(1, work));
    return new Step(loop, grain, loop.size() * Math.max(1, work), packs);
  }

  /** The work that threads can share. */
  long shared() {
    return loop.size() > grain ? work : 0;
  }
}
