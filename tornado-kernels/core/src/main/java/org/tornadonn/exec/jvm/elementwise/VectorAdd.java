package org.tornadonn.exec.jvm.elementwise;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.tornadonn.op.arithmetic.AddForward;
import org.tornadonn.plan.Loop;

/** {@link AddForward}, vector by vector. */
public record VectorAdd(AddForward kernel) implements Loop {

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      var a = FloatVector.fromArray(SPECIES, kernel.a(), kernel.aAt() + i);
      var b = FloatVector.fromArray(SPECIES, kernel.b(), kernel.bAt() + i);
      a.add(b).intoArray(kernel.y(), i);
    }
    kernel.run(i, to);
  }
}
