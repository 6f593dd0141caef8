package org.tornadonn.exec.jvm.elementwise;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;

/** {@code y = f(x)} along a stretch of floats, vector by vector; for {@link OwnCopy}. */
final class UnaryLoop implements Stretch {

  /** What is computed: an object without state, or with one that does not change. */
  interface Function {
    FloatVector of(FloatVector x);
  }

  private final Function f;

  UnaryLoop(Function f) {
    this.f = f;
  }

  @Override
  public void run(float[] x, int xAt, float[] y, int yAt, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      f.of(FloatVector.fromArray(SPECIES, x, xAt + i)).intoArray(y, yAt + i);
    }
    if (i < n) {
      // Not by another formula: results must not depend on how indices are shared out.
      var rest = SPECIES.indexInRange(i, n);
      f.of(FloatVector.fromArray(SPECIES, x, xAt + i, rest)).intoArray(y, yAt + i, rest);
    }
  }
}
