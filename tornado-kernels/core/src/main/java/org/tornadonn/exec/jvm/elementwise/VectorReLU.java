package org.tornadonn.exec.jvm.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The ReLU of vectors that are at hand, where something else is computed. */
public final class VectorReLU {

  private VectorReLU() {}

  /**
   * What {@link #of} sets to 0: {@code x ≤ 0}, or nothing. A number instead of a branch, because
   * vectors that are alive behind a branch may become objects.
   */
  public static float floor(boolean relu) {
    return relu ? 0 : Float.NaN;
  }

  /** 0 where {@code x ≤ floor}, else x; NaN stays. */
  public static FloatVector of(FloatVector x, float floor) {
    return x.blend(0, x.compare(VectorOperators.LE, floor));
  }
}
