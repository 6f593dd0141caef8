package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.LANES;
import static org.tornadonn.exec.jvm.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.tornadonn.op.ReLUForward;
import org.tornadonn.plan.Loop;

/** {@link ReLUForward}, vector by vector. */
record VectorReLU(ReLUForward kernel) implements Loop {

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    float[] y = kernel.y();
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      of(FloatVector.fromArray(SPECIES, kernel.x(), kernel.xAt() + i)).intoArray(y, i);
    }
    kernel.run(i, to);
  }

  /** {@code max(0, x)}; NaN is not below 0 and stays. */
  static FloatVector of(FloatVector x) {
    return x.blend(0, x.compare(VectorOperators.LE, 0));
  }
}
