package org.tornadonn.exec.jvm.elementwise;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.tornadonn.op.update.AdamUpdate;
import org.tornadonn.plan.Loop;

/** {@link AdamUpdate}, vector by vector, with the same roundings. */
public record VectorAdam(AdamUpdate kernel) implements Loop {

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    var k = kernel;
    float stepSize = k.control()[0];
    float rootCorrection = k.control()[1];
    float shrink = k.control()[2];
    float ahead = k.control()[3];
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      int at = k.at() + i;
      var w = FloatVector.fromArray(SPECIES, k.w(), at);
      var g = FloatVector.fromArray(SPECIES, k.dw(), at).add(w.mul(k.l2()));
      var m = FloatVector.fromArray(SPECIES, k.m(), at);
      var v = FloatVector.fromArray(SPECIES, k.v(), at);
      var first = m.mul((float) k.beta1()).add(g.mul(k.rest1()));
      var second = v.mul((float) k.beta2()).add(g.mul(k.rest2()).mul(g));
      var divisor = second.sqrt().mul(rootCorrection).add(k.epsilon());
      first.intoArray(k.m(), at);
      second.intoArray(k.v(), at);
      var step = first.mul(stepSize).add(g.mul(ahead)).div(divisor);
      w.mul(shrink).sub(step).intoArray(k.w(), at);
    }
    k.run(i, to);
  }
}
