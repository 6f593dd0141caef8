package org.tornadonn.exec.jvm.elementwise;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.tornadonn.op.update.SgdUpdate;
import org.tornadonn.plan.Loop;

/** {@link SgdUpdate}, vector by vector, with the same roundings. */
public record VectorSgd(SgdUpdate kernel) implements Loop {

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    var k = kernel;
    float lr = k.control()[0];
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      int at = k.at() + i;
      var w = FloatVector.fromArray(SPECIES, k.w(), at);
      var g = FloatVector.fromArray(SPECIES, k.dw(), at).add(w.mul(k.weightDecay()));
      var step = g;
      if (k.momentum() > 0) {
        var velocity = FloatVector.fromArray(SPECIES, k.m(), at).mul(k.momentum()).add(g);
        velocity.intoArray(k.m(), at);
        step = k.nesterov() > 0 ? g.add(velocity.mul(k.momentum())) : velocity;
      }
      w.sub(step.mul(lr)).intoArray(k.w(), at);
    }
    k.run(i, to);
  }
}
