package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.LANES;
import static org.tornadonn.exec.jvm.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import org.tornadonn.op.MaxPool2dForward;
import org.tornadonn.plan.Loop;

/** {@link MaxPool2dForward} for windows of 2×2 that do not overlap; one index is one output row. */
record HalvingPool(MaxPool2dForward kernel) implements Loop {

  private static final VectorShuffle<Float> EVEN = VectorShuffle.makeUnzip(SPECIES, 0);
  private static final VectorShuffle<Float> ODD = VectorShuffle.makeUnzip(SPECIES, 1);

  @Override
  public int size() {
    var s = kernel.sizes();
    return s.n() * s.co() * s.ho();
  }

  @Override
  public void run(int from, int to) {
    int ho = kernel.sizes().ho();
    int wo = kernel.sizes().wo();
    int wi = kernel.sizes().wi();
    int plane = kernel.sizes().hi() * wi;
    for (int row = from; row < to; row++) {
      int upper = row / ho * plane + row % ho * 2 * wi;
      for (int j = 0; j < wo; j += LANES) {
        four(upper + 2 * j, upper + wi + 2 * j, row * wo + j, wo - j);
      }
    }
  }

  /** The maxima of a vector of windows, of which the first {@code there} exist. */
  private void four(int upper, int lower, int at, int there) {
    var left = SPECIES.indexInRange(0, 2 * there);
    var right = SPECIES.indexInRange(LANES, 2 * there);
    var a = FloatVector.fromArray(SPECIES, kernel.x(), upper, left);
    var b = FloatVector.fromArray(SPECIES, kernel.x(), upper + LANES, right);
    var c = FloatVector.fromArray(SPECIES, kernel.x(), lower, left);
    var d = FloatVector.fromArray(SPECIES, kernel.x(), lower + LANES, right);
    var best = a.rearrange(EVEN, b);
    var tap = FloatVector.zero(SPECIES);
    var next = a.rearrange(ODD, b);
    var wins = next.compare(VectorOperators.GT, best).or(next.test(VectorOperators.IS_NAN));
    best = best.blend(next, wins);
    tap = tap.blend(1, wins);
    next = c.rearrange(EVEN, d);
    wins = next.compare(VectorOperators.GT, best).or(next.test(VectorOperators.IS_NAN));
    best = best.blend(next, wins);
    tap = tap.blend(2, wins);
    next = c.rearrange(ODD, d);
    wins = next.compare(VectorOperators.GT, best).or(next.test(VectorOperators.IS_NAN));
    best = best.blend(next, wins);
    tap = tap.blend(3, wins);
    var rest = SPECIES.indexInRange(0, there);
    best.intoArray(kernel.y(), at, rest);
    if (kernel.keep() > 0) {
      tap.intoArray(kernel.tap(), at, rest);
    }
  }
}
