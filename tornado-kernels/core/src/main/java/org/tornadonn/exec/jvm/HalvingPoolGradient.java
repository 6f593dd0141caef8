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
 * {@link MaxPool2dInputGradient} that overwrites, for windows of 2×2 that do not overlap; one index
 * is one plane of one image. As in {@link HalvingPool}, nothing is masked.
 *
 * @param y the result of a ReLU behind the pool, where dy is the gradient of that
 * @param windows for rows narrower than a vector: the window of each element of a plane
 * @param taps for rows narrower than a vector: its place in the window, −1 if it is in none
 */
record HalvingPoolGradient(
    MaxPool2dInputGradient kernel, float @Nullable [] y, int[] windows, float[] taps)
    implements Loop {

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

  static HalvingPoolGradient of(MaxPool2dInputGradient kernel, float @Nullable [] y) {
    var s = kernel.sizes();
    int narrow = s.wo() < LANES ? s.hi() * s.wi() : 0;
    int[] windows = new int[narrow];
    float[] taps = new float[narrow];
    for (int i = 0; i < narrow; i++) {
      int row = i / s.wi();
      int column = i % s.wi();
      boolean inside = row / 2 < s.ho() && column / 2 < s.wo();
      windows[i] = inside ? row / 2 * s.wo() + column / 2 : 0;
      taps[i] = inside ? row % 2 * 2 + column % 2 : -1;
    }
    return new HalvingPoolGradient(kernel, y, windows, taps);
  }

  @Override
  public int size() {
    return kernel.sizes().n() * kernel.sizes().ci();
  }

  @Override
  public void run(int from, int to) {
    var s = kernel.sizes();
    int elements = s.hi() * s.wi();
    for (int plane = from; plane < to; plane++) {
      int window = plane * s.ho() * s.wo();
      if (s.wo() >= LANES) {
        if (2 * s.ho() < s.hi() || 2 * s.wo() < s.wi()) {
          Arrays.fill(kernel.dx(), plane * elements, (plane + 1) * elements, 0);
        }
        for (int i = 0; i < s.ho(); i++) {
          row(window + i * s.wo(), plane * elements + 2 * i * s.wi());
        }
      } else if (elements >= LANES) {
        gather(window, plane * elements, elements);
      } else {
        small(window, plane * elements, elements);
      }
    }
  }

  private void row(int window, int upper) {
    int wi = kernel.sizes().wi();
    int last = kernel.sizes().wo() - LANES;
    for (int j = 0; j < last + LANES; j += LANES) {
      int w = Math.min(j, last);
      int at = upper + 2 * w;
      var dy = FloatVector.fromArray(SPECIES, kernel.dy(), window + w);
      if (y != null) {
        var result = FloatVector.fromArray(SPECIES, y, window + w);
        dy = dy.blend(0, result.compare(VectorOperators.LE, 0));
      }
      var tap = FloatVector.fromArray(SPECIES, kernel.tap(), window + w);
      var values = dy.rearrange(FIRST);
      var winners = tap.rearrange(FIRST);
      put(values, winners, UPPER, at);
      put(values, winners, LOWER, at + wi);
      values = dy.rearrange(SECOND);
      winners = tap.rearrange(SECOND);
      put(values, winners, UPPER, at + LANES);
      put(values, winners, LOWER, at + wi + LANES);
    }
  }

  private void gather(int window, int to, int elements) {
    int last = elements - LANES;
    for (int i = 0; i < last + LANES; i += LANES) {
      int e = Math.min(i, last);
      var dy = FloatVector.fromArray(SPECIES, kernel.dy(), window, windows, e);
      if (y != null) {
        var result = FloatVector.fromArray(SPECIES, y, window, windows, e);
        dy = dy.blend(0, result.compare(VectorOperators.LE, 0));
      }
      put(
          dy,
          FloatVector.fromArray(SPECIES, kernel.tap(), window, windows, e),
          FloatVector.fromArray(SPECIES, taps, e),
          to + e);
    }
  }

  private void put(FloatVector dy, FloatVector winner, FloatVector tap, int at) {
    dy.blend(0, winner.compare(VectorOperators.NE, tap)).intoArray(kernel.dx(), at);
  }

  private void small(int window, int to, int elements) {
    kernel.run(to, to + elements);
    if (y != null) {
      for (int i = 0; i < elements; i++) {
        if (y[window + windows[i]] <= 0) {
          kernel.dx()[to + i] = 0;
        }
      }
    }
  }
}
