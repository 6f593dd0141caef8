package org.tornadonn.exec.jvm.elementwise;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.tornadonn.op.activation.ReLUForward;
import org.tornadonn.plan.Loop;

/** {@link ReLUForward}, vector by vector. */
public record VectorReLU(ReLUForward kernel) implements Loop {

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    float[] y = kernel.y();
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      of(FloatVector.fromArray(SPECIES, kernel.x(), kernel.xAt() + i), 0).intoArray(y, i);
    }
    kernel.run(i, to);
  }

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
