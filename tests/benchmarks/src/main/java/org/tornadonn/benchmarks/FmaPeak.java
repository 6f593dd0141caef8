package org.tornadonn.benchmarks;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The ceiling: independent fused multiply-adds in registers, on as many threads as JMH is told. */
@State(Scope.Thread)
public class FmaPeak {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int ROUNDS = 100_000;

  /** Floating-point operations of one call: twelve chains, a multiply-add counted as two. */
  public static final long FLOPS = 2L * 12 * ROUNDS * SPECIES.length();

  private float factor = 0.999999f;
  private float term = 1e-7f;

  /** One measurement. */
  @Benchmark
  public float fma() {
    var f = FloatVector.broadcast(SPECIES, factor);
    var t = FloatVector.broadcast(SPECIES, term);
    var a = t;
    var b = t.add(1);
    var c = t.add(2);
    var d = t.add(3);
    var e = t.add(4);
    var g = t.add(5);
    var h = t.add(6);
    var i = t.add(7);
    var j = t.add(8);
    var k = t.add(9);
    var l = t.add(10);
    var m = t.add(11);
    for (int round = 0; round < ROUNDS; round++) {
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
