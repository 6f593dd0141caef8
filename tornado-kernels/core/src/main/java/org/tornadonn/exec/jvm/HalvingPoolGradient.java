package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.LANES;
import static org.tornadonn.exec.jvm.Tile.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.MaxPool2dInputGradient;
import org.tornadonn.plan.Loop;

/**
 * {@link MaxPool2dInputGradient} for windows of 2×2 that do not overlap; one index is one plane of
 * one image.
 *
 * @param y the result of a ReLU in front of the pool, where its gradient is wanted at once
 */
record HalvingPoolGradient(MaxPool2dInputGradient kernel, float @Nullable [] y) implements Loop {

  private static final VectorShuffle<Float> FIRST = VectorShuffle.makeZip(SPECIES, 0);
  private static final VectorShuffle<Float> SECOND = VectorShuffle.makeZip(SPECIES, 1);

  @Override
  public int size() {
    return kernel.sizes().n() * kernel.sizes().ci();
  }

  @Override
  public void run(int from, int to) {
    var s = kernel.sizes();
    for (int plane = from; plane < to; plane++) {
      int begin = plane * s.hi() * s.wi();
      boolean rest = 2 * s.ho() < s.hi() || 2 * s.wo() < s.wi();
      if (rest && kernel.add() == 0) {
        Arrays.fill(kernel.dx(), begin, begin + s.hi() * s.wi(), 0);
      }
      for (int i = 0; i < s.ho(); i++) {
        int window = (plane * s.ho() + i) * s.wo();
        int upper = begin + 2 * i * s.wi();
        for (int j = 0; j < s.wo(); j += LANES) {
          spread(window + j, upper + 2 * j, upper + s.wi() + 2 * j, s.wo() - j);
        }
      }
    }
  }

  /** Spreads a vector of windows, of which the first {@code there} exist. */
  private void spread(int window, int upper, int lower, int there) {
    var rest = SPECIES.indexInRange(0, there);
    var left = SPECIES.indexInRange(0, 2 * there);
    var right = SPECIES.indexInRange(LANES, 2 * there);
    var zero = FloatVector.zero(SPECIES);
    var dy = FloatVector.fromArray(SPECIES, kernel.dy(), window, rest);
    var tap = FloatVector.fromArray(SPECIES, kernel.tap(), window, rest);
    var a = zero.blend(dy, tap.compare(VectorOperators.EQ, 0));
    var b = zero.blend(dy, tap.compare(VectorOperators.EQ, 1));
    put(a.rearrange(FIRST, b), upper, left);
    put(a.rearrange(SECOND, b), upper + LANES, right);
    a = zero.blend(dy, tap.compare(VectorOperators.EQ, 2));
    b = zero.blend(dy, tap.compare(VectorOperators.EQ, 3));
    put(a.rearrange(FIRST, b), lower, left);
    put(a.rearrange(SECOND, b), lower + LANES, right);
  }

  private void put(FloatVector value, int at, VectorMask<Float> there) {
    if (y != null) {
      var result = FloatVector.fromArray(SPECIES, y, at, there);
      value = value.blend(0, result.compare(VectorOperators.LE, 0));
    }
    if (kernel.add() > 0) {
      value = value.add(FloatVector.fromArray(SPECIES, kernel.dx(), at, there));
    }
    value.intoArray(kernel.dx(), at, there);
  }
}
