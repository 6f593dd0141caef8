package org.tornadonn.exec.jvm.elementwise;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.tornadonn.op.elementwise.Strips;

/** {@code y = f(a, b)} along a stretch of floats, vector by vector; for {@link OwnCopy}. */
final class BinaryLoop implements Strips.OfTwo {

  /** What is computed: an object without state, or with one that does not change. */
  interface Function {
    FloatVector of(FloatVector a, FloatVector b);
  }

  private final Function f;

  BinaryLoop(Function f) {
    this.f = f;
  }

  @Override
  public void run(float[] a, int aAt, float[] b, int bAt, float[] y, int from, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      f.of(FloatVector.fromArray(SPECIES, a, aAt + i), FloatVector.fromArray(SPECIES, b, bAt + i))
          .intoArray(y, from + i);
    }
    if (i < n) {
      // Not by another formula: results must not depend on how indices are shared out.
      var rest = SPECIES.indexInRange(i, n);
      f.of(
              FloatVector.fromArray(SPECIES, a, aAt + i, rest),
              FloatVector.fromArray(SPECIES, b, bAt + i, rest))
          .intoArray(y, from + i, rest);
    }
  }
}
