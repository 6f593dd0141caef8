package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.LANES;
import static org.tornadonn.exec.jvm.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.tornadonn.op.FmaChains;
import org.tornadonn.plan.Loop;

/** {@link FmaChains}, twelve vectors at a time, whatever their length. */
record VectorFmaChains(FmaChains kernel) implements Loop {

  private static final int NUMBERS = FmaChains.CHAINS * FmaChains.LANES;

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    var control = kernel.control();
    for (int i = from; i < to; i++) {
      float sum = 0;
      for (int first = i; first < i + NUMBERS; first += 12 * LANES) {
        sum += chains(control[0], control[1], (int) control[2], first);
      }
      kernel.y()[i] = sum;
    }
  }

  /** The sum of twelve vectors, the first of which begins with {@code term · first}. */
  private static float chains(float factor, float term, int rounds, int first) {
    var f = FloatVector.broadcast(SPECIES, factor);
    var t = FloatVector.broadcast(SPECIES, term);
    var step = t.mul(LANES);
    var a = FloatVector.zero(SPECIES).addIndex(1).add(first).mul(t);
    var b = a.add(step);
    var c = b.add(step);
    var d = c.add(step);
    var e = d.add(step);
    var g = e.add(step);
    var h = g.add(step);
    var i = h.add(step);
    var j = i.add(step);
    var k = j.add(step);
    var l = k.add(step);
    var m = l.add(step);
    for (int round = 0; round < rounds; round++) {
      a = a.fma(f, t);
      b = b.fma(f, t);
      c = c.fma(f, t);
      d = d.fma(f, t);
      e = e.fma(f, t);
      g = g.fma(f, t);
      h = h.fma(f, t);
      i = i.fma(f, t);
      j = j.fma(f, t);
      k = k.fma(f, t);
      l = l.fma(f, t);
      m = m.fma(f, t);
    }
    var sum = a.add(b).add(c).add(d).add(e).add(g).add(h).add(i).add(j).add(k).add(l).add(m);
    return sum.reduceLanes(VectorOperators.ADD);
  }
}
