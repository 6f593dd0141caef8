package org.tornadonn.exec.jvm.pool;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import org.jspecify.annotations.Nullable;
import org.tornadonn.exec.jvm.tile.LaneSum;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.op.pooling.MaxPool2dInputGradient;
import org.tornadonn.plan.Loop;

/**
 * {@link MaxPool2dInputGradient} that overwrites, for windows of 2×2 that do not overlap; one index
 * is one plane of one image. As in {@link HalvingPool}, nothing is masked.
 *
 * @param y the result of a ReLU behind the pool, where dy is the gradient of that
 * @param sums receives the sum of each plane: every gradient is in it once, wherever it goes
 */
public record HalvingPoolGradient(
    MaxPool2dInputGradient kernel, float @Nullable [] y, float @Nullable [] sums) implements Loop {

  private static final VectorShuffle<Float> FIRST = twice(0);
  private static final VectorShuffle<Float> SECOND = twice(LANES / 2);
  private static final FloatVector UPPER = pairs(0);
  private static final FloatVector LOWER = pairs(2);

  /** Every lane twice, from the given one on. */
  private static VectorShuffle<Float> twice(int first) {
    return VectorShuffle.fromOp(SPECIES, i -> first + i / 2);
  }

  /** The taps in one row of the windows. */
  private static FloatVector pairs(int first) {
    return FloatVector.broadcast(SPECIES, first + 1)
        .blend(first, VectorMask.fromLong(SPECIES, 0x5555));
  }

  @Override
  public int size() {
    return kernel.sizes().n() * kernel.sizes().ci();
  }

  @Override
  public void run(int from, int to) {
    var s = kernel.sizes();
    int elements = s.hi() * s.wi();
    int windows = s.ho() * s.wo();
    for (int plane = from; plane < to; plane++) {
      if (2 * s.ho() < s.hi() || 2 * s.wo() < s.wi()) {
        Arrays.fill(kernel.dx(), plane * elements, (plane + 1) * elements, 0);
      }
      if (s.wo() >= LANES) {
        wide(plane * windows, plane * elements);
      } else if ((plane + 1) * windows + LANES > size() * windows) {
        last(plane * windows, plane * elements);
      } else if (elements == 4 * windows && (to - plane - 1) * elements >= 2 * LANES) {
        ahead(plane * windows, plane * elements);
      } else {
        narrow(plane * windows, plane * elements);
      }
      if (sums != null) {
        sums[plane] = sum(plane * windows, (plane + 1) * windows);
      }
    }
  }

  private float sum(int from, int to) {
    var sum = FloatVector.zero(SPECIES);
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      var dy = FloatVector.fromArray(SPECIES, kernel.dy(), i);
      sum = sum.add(y == null ? dy : behindReLU(dy, FloatVector.fromArray(SPECIES, y, i)));
    }
    if (i < to) {
      var mask = SPECIES.indexInRange(i, to);
      var dy = FloatVector.fromArray(SPECIES, kernel.dy(), i, mask);
      sum = sum.add(y == null ? dy : behindReLU(dy, FloatVector.fromArray(SPECIES, y, i, mask)));
    }
    return LaneSum.of(sum);
  }

  private static FloatVector behindReLU(FloatVector dy, FloatVector result) {
    return dy.blend(0, result.compare(VectorOperators.LE, 0));
  }

  private void wide(int window, int to) {
    var s = kernel.sizes();
    int last = s.wo() - LANES;
    for (int i = 0; i < s.ho(); i++) {
      for (int j = 0; j < last + LANES; j += LANES) {
        int w = Math.min(j, last);
        int at = to + 2 * (i * s.wi() + w);
        spread(window + i * s.wo() + w, kernel.dx(), at, at + s.wi());
      }
    }
  }

  /** Rows narrower than a vector, which reads and writes some of the next, too. */
  private void ahead(int window, int to) {
    var s = kernel.sizes();
    for (int i = 0; i < s.ho(); i++) {
      int at = to + 2 * i * s.wi();
      spread(window + i * s.wo(), kernel.dx(), at, at + s.wi());
    }
  }

  /** The same where what is behind the plane is not to be written. */
  private void narrow(int window, int to) {
    var s = kernel.sizes();
    float[] two = Scratch.ofThread().maxima(4 * LANES);
    for (int i = 0; i < s.ho(); i++) {
      spread(window + i * s.wo(), two, 0, 2 * LANES);
      int at = to + 2 * i * s.wi();
      System.arraycopy(two, 0, kernel.dx(), at, 2 * s.wo());
      System.arraycopy(two, 2 * LANES, kernel.dx(), at + s.wi(), 2 * s.wo());
    }
  }

  /** A plane behind which there is nothing to read. */
  private void last(int window, int to) {
    var s = kernel.sizes();
    for (int i = 0; i < s.ho() * s.wo(); i++) {
      int at = to + 2 * (i / s.wo() * s.wi() + i % s.wo());
      float dy = y != null && y[window + i] <= 0 ? 0 : kernel.dy()[window + i];
      for (int tap = 0; tap < 4; tap++) {
        kernel.dx()[at + tap / 2 * s.wi() + tap % 2] = kernel.tap()[window + i] == tap ? dy : 0;
      }
    }
  }

  /** A vector of windows. */
  private void spread(int window, float[] dx, int upper, int lower) {
    var dy = FloatVector.fromArray(SPECIES, kernel.dy(), window);
    if (y != null) {
      dy = behindReLU(dy, FloatVector.fromArray(SPECIES, y, window));
    }
    var tap = FloatVector.fromArray(SPECIES, kernel.tap(), window);
    var values = dy.rearrange(FIRST);
    var winners = tap.rearrange(FIRST);
    var moreValues = dy.rearrange(SECOND);
    var moreWinners = tap.rearrange(SECOND);
    put(values, winners, UPPER, dx, upper);
    put(moreValues, moreWinners, UPPER, dx, upper + LANES);
    put(values, winners, LOWER, dx, lower);
    put(moreValues, moreWinners, LOWER, dx, lower + LANES);
  }

  private static void put(FloatVector dy, FloatVector winner, FloatVector tap, float[] dx, int at) {
    dy.blend(0, winner.compare(VectorOperators.NE, tap)).intoArray(dx, at);
  }
}
