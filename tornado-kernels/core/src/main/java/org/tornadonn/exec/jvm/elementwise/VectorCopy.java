package org.tornadonn.exec.jvm.elementwise;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.tornadonn.plan.Copy;
import org.tornadonn.plan.Loop;

/** {@link Copy}, vector by vector. */
public record VectorCopy(Copy kernel) implements Loop {

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      int at = kernel.yAt() + i;
      var value = FloatVector.fromArray(SPECIES, kernel.x(), kernel.xAt() + i);
      if (kernel.add() > 0) {
        value = value.add(FloatVector.fromArray(SPECIES, kernel.y(), at));
      }
      value.intoArray(kernel.y(), at);
    }
    kernel.run(i, to);
  }
}
