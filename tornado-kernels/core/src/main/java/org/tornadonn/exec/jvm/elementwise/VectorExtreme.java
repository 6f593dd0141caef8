package org.tornadonn.exec.jvm.elementwise;

import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;
import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.tornadonn.op.reduction.Extreme.RowExtreme;
import org.tornadonn.plan.Loop;

/** {@link RowExtreme} along the last axis, vector by vector. */
public record VectorExtreme(RowExtreme kernel) implements Loop {

  /** Whether rows are neighbours, and long enough for a vector. */
  public static boolean suits(RowExtreme k) {
    return k.inner() == 1 && k.perPart() >= LANES;
  }

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    var k = kernel;
    for (int i = from; i < to; i++) {
      int part = i % k.parts() * k.perPart();
      int first = k.xAt() + i / k.parts() * k.terms() + part;
      int n = Math.min(k.perPart(), k.terms() - part);
      k.y()[i] = k.sign() > 0 ? largest(k.x(), first, n) : smallest(k.x(), first, n);
    }
  }

  private static float largest(float[] x, int first, int n) {
    var best = FloatVector.broadcast(SPECIES, x[first]);
    int j = 0;
    for (; j <= n - LANES; j += LANES) {
      best = best.max(FloatVector.fromArray(SPECIES, x, first + j));
    }
    float most = best.reduceLanes(MAX);
    for (; j < n; j++) {
      most = Math.max(most, x[first + j]);
    }
    return most;
  }

  private static float smallest(float[] x, int first, int n) {
    var best = FloatVector.broadcast(SPECIES, x[first]);
    int j = 0;
    for (; j <= n - LANES; j += LANES) {
      best = best.min(FloatVector.fromArray(SPECIES, x, first + j));
    }
    float least = best.reduceLanes(MIN);
    for (; j < n; j++) {
      least = Math.min(least, x[first + j]);
    }
    return least;
  }
}
