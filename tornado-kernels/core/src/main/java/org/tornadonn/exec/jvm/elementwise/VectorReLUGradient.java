package org.tornadonn.exec.jvm.elementwise;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.tornadonn.op.activation.ReLUInputGradient;
import org.tornadonn.plan.Loop;

/** {@link ReLUInputGradient}, vector by vector. */
public record VectorReLUGradient(ReLUInputGradient kernel) implements Loop {

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    float[] dx = kernel.dx();
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      int at = kernel.dxAt() + i;
      var y = FloatVector.fromArray(SPECIES, kernel.y(), i);
      var dy = FloatVector.fromArray(SPECIES, kernel.dy(), i);
      var value = dy.blend(0, y.compare(VectorOperators.LE, 0));
      if (kernel.add() > 0) {
        value = value.add(FloatVector.fromArray(SPECIES, dx, at));
      }
      value.intoArray(dx, at);
    }
    kernel.run(i, to);
  }
}
