package org.tornadonn.exec.jvm.elementwise;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.tornadonn.op.update.ClipScale;
import org.tornadonn.plan.Loop;

/** {@link ClipScale}, vector by vector, with the same rounding. */
public record VectorClipScale(ClipScale kernel) implements Loop {

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    float factor = kernel.norm()[1];
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, kernel.x(), i).mul(factor).intoArray(kernel.x(), i);
    }
    kernel.run(i, to);
  }
}
