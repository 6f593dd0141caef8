package org.tornadonn.exec.jvm.elementwise;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.tornadonn.op.update.Clamp;
import org.tornadonn.plan.Loop;

/** {@link Clamp}, vector by vector: NaN is neither above nor below, and stays. */
public record VectorClamp(Clamp kernel) implements Loop {

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    float limit = kernel.limit();
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      var x = FloatVector.fromArray(SPECIES, kernel.x(), i);
      x = x.blend(limit, x.compare(VectorOperators.GT, limit));
      x.blend(-limit, x.compare(VectorOperators.LT, -limit)).intoArray(kernel.x(), i);
    }
    kernel.run(i, to);
  }
}
