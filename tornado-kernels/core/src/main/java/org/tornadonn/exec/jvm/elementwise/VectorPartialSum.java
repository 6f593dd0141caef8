package org.tornadonn.exec.jvm.elementwise;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.tornadonn.op.arithmetic.PartialSum;
import org.tornadonn.plan.Loop;

/** {@link PartialSum}, vector by vector, in the same order. */
public record VectorPartialSum(PartialSum kernel) implements Loop {

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      int at = kernel.yAt() + i;
      var sum =
          kernel.add() > 0
              ? FloatVector.fromArray(SPECIES, kernel.y(), at)
              : FloatVector.zero(SPECIES);
      for (int part = 0; part < kernel.parts(); part++) {
        int term = part * kernel.size() + i;
        sum = sum.add(FloatVector.fromArray(SPECIES, kernel.partial(), term));
      }
      sum.intoArray(kernel.y(), at);
    }
    kernel.run(i, to);
  }
}
