package org.tornadonn.exec.jvm.elementwise;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.tornadonn.op.linear.FmaChains;
import org.tornadonn.plan.Loop;

/** {@link FmaChains}: one index is {@value #INDICES} of its indices, a vector of each at a time. */
public record VectorFmaChains(FmaChains kernel) implements Loop {

  /** Enough for two units with a latency of six cycles, and for 16 registers. */
  public static final int INDICES = 12;

  @Override
  public int size() {
    return Math.ceilDiv(kernel.size(), INDICES);
  }

  @Override
  public void run(int from, int to) {
    float[] sums = new float[INDICES];
    for (int group = from; group < to; group++) {
      // The last one does some again.
      int first = Math.min(group * INDICES, kernel.size() - INDICES);
      Arrays.fill(sums, 0);
      for (int lane = 0; lane < FmaChains.LANES; lane += LANES) {
        chains(first * FmaChains.LANES + lane, sums);
      }
      System.arraycopy(sums, 0, kernel.y(), first, INDICES);
    }
  }

  private void chains(int first, float[] sums) {
    var control = kernel.control();
    int rounds = (int) control[2];
    var f = FloatVector.broadcast(SPECIES, control[0]);
    var t = FloatVector.broadcast(SPECIES, control[1]);
    var step = t.mul(FmaChains.LANES);
    var begin = FloatVector.zero(SPECIES).addIndex(1).add(first);
    var a = begin.mul(t);
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
    sums[0] += a.reduceLanes(VectorOperators.ADD);
    sums[1] += b.reduceLanes(VectorOperators.ADD);
    sums[2] += c.reduceLanes(VectorOperators.ADD);
    sums[3] += d.reduceLanes(VectorOperators.ADD);
    sums[4] += e.reduceLanes(VectorOperators.ADD);
    sums[5] += g.reduceLanes(VectorOperators.ADD);
    sums[6] += h.reduceLanes(VectorOperators.ADD);
    sums[7] += i.reduceLanes(VectorOperators.ADD);
    sums[8] += j.reduceLanes(VectorOperators.ADD);
    sums[9] += k.reduceLanes(VectorOperators.ADD);
    sums[10] += l.reduceLanes(VectorOperators.ADD);
    sums[11] += m.reduceLanes(VectorOperators.ADD);
  }
}
