package org.tornadonn.exec.jvm.linear;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.tornadonn.exec.jvm.tile.LaneSum;
import org.tornadonn.op.linear.LinearForward;
import org.tornadonn.plan.Loop;

/**
 * {@link LinearForward} as dot products, vector by vector; one index is two outputs of some
 * samples.
 */
public record VectorLinear(LinearForward kernel) implements Loop {

  private static final int SAMPLES = 64;

  private int pairs() {
    return Math.ceilDiv(kernel.co(), 2);
  }

  @Override
  public int size() {
    return Math.ceilDiv(kernel.n(), SAMPLES) * pairs();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      int first = i / pairs() * SAMPLES;
      int last = Math.min(first + SAMPLES, kernel.n());
      for (int n = first; n < last; n += 4) {
        eight(n, last - 1, i % pairs() * 2);
      }
    }
  }

  /** Four samples times two outputs; samples behind the last one are the last one again. */
  private void eight(int n, int last, int o) {
    int ci = kernel.ci();
    float[] x = kernel.x();
    float[] w = kernel.w();
    int x0 = n * ci;
    int x1 = Math.min(n + 1, last) * ci;
    int x2 = Math.min(n + 2, last) * ci;
    int x3 = Math.min(n + 3, last) * ci;
    int wa = kernel.wAt() + o * ci;
    int wb = kernel.wAt() + Math.min(o + 1, kernel.co() - 1) * ci;
    var a0 = FloatVector.zero(SPECIES);
    var a1 = a0;
    var a2 = a0;
    var a3 = a0;
    var b0 = a0;
    var b1 = a0;
    var b2 = a0;
    var b3 = a0;
    int k = 0;
    for (; k <= ci - LANES; k += LANES) {
      var a = FloatVector.fromArray(SPECIES, w, wa + k);
      var b = FloatVector.fromArray(SPECIES, w, wb + k);
      var v = FloatVector.fromArray(SPECIES, x, x0 + k);
      a0 = v.fma(a, a0);
      b0 = v.fma(b, b0);
      v = FloatVector.fromArray(SPECIES, x, x1 + k);
      a1 = v.fma(a, a1);
      b1 = v.fma(b, b1);
      v = FloatVector.fromArray(SPECIES, x, x2 + k);
      a2 = v.fma(a, a2);
      b2 = v.fma(b, b2);
      v = FloatVector.fromArray(SPECIES, x, x3 + k);
      a3 = v.fma(a, a3);
      b3 = v.fma(b, b3);
    }
    if (k < ci) {
      var rest = SPECIES.indexInRange(k, ci);
      var a = FloatVector.fromArray(SPECIES, w, wa + k, rest);
      var b = FloatVector.fromArray(SPECIES, w, wb + k, rest);
      var v = FloatVector.fromArray(SPECIES, x, x0 + k, rest);
      a0 = v.fma(a, a0);
      b0 = v.fma(b, b0);
      v = FloatVector.fromArray(SPECIES, x, x1 + k, rest);
      a1 = v.fma(a, a1);
      b1 = v.fma(b, b1);
      v = FloatVector.fromArray(SPECIES, x, x2 + k, rest);
      a2 = v.fma(a, a2);
      b2 = v.fma(b, b2);
      v = FloatVector.fromArray(SPECIES, x, x3 + k, rest);
      a3 = v.fma(a, a3);
      b3 = v.fma(b, b3);
    }
    put(a0, n, last, o);
    put(a1, n + 1, last, o);
    put(a2, n + 2, last, o);
    put(a3, n + 3, last, o);
    put(b0, n, last, o + 1);
    put(b1, n + 1, last, o + 1);
    put(b2, n + 2, last, o + 1);
    put(b3, n + 3, last, o + 1);
  }

  private void put(FloatVector sums, int n, int last, int o) {
    if (n <= last && o < kernel.co()) {
      float sum = LaneSum.of(sums);
      kernel.y()[n * kernel.co() + o] = kernel.bAt() < 0 ? sum : sum + kernel.b()[kernel.bAt() + o];
    }
  }
}
