package org.tornadonn.exec.jvm;

import org.jspecify.annotations.Nullable;
import org.tornadonn.plan.Loop;

/**
 * A loop to be shared out among threads; steps run one after the other.
 *
 * @param grain how many indices a thread takes at a time
 * @param packs the array that it only brings into another order, if that is all that it does: it
 *     need not run again while that stays the same
 */
record Step(Loop loop, int grain, float @Nullable [] packs) {

  Step(Loop loop, int grain) {
    this(loop, grain, null);
  }
}
