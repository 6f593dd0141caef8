package org.tornadonn.exec.jvm.pool;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import org.tornadonn.exec.jvm.elementwise.VectorReLU;
import org.tornadonn.op.pooling.MaxPool2dForward;
import org.tornadonn.plan.Loop;

/**
 * {@link MaxPool2dForward} for windows of 2×2 that do not overlap; one index is one plane of one
 * image. Masked vectors were seen to cost three times as much, so the last vector of a row takes
 * some windows again instead, and rows narrower than a vector are gathered.
 */
public record HalvingPool(MaxPool2dForward kernel, int[] corners) implements Loop {

  private static final VectorShuffle<Float> EVEN = VectorShuffle.makeUnzip(SPECIES, 0);
  private static final VectorShuffle<Float> ODD = VectorShuffle.makeUnzip(SPECIES, 1);

  public static HalvingPool of(MaxPool2dForward kernel) {
    var s = kernel.sizes();
    int[] corners = new int[s.wo() < LANES ? s.ho() * s.wo() : 0];
    for (int w = 0; w < corners.length; w++) {
      corners[w] = w / s.wo() * 2 * s.wi() + w % s.wo() * 2;
    }
    return new HalvingPool(kernel, corners);
  }

  @Override
  public int size() {
    return kernel.sizes().n() * kernel.sizes().co();
  }

  @Override
  public void run(int from, int to) {
    var s = kernel.sizes();
    int windows = s.ho() * s.wo();
    for (int plane = from; plane < to; plane++) {
      int source = plane * s.hi() * s.wi();
      if (s.wo() >= LANES) {
        for (int i = 0; i < s.ho(); i++) {
          row(source + 2 * i * s.wi(), plane * windows + i * s.wo());
        }
      } else if (windows >= LANES) {
        gather(source, plane * windows, windows);
      } else {
        kernel.run(plane * windows, (plane + 1) * windows);
      }
    }
  }

  private void row(int upper, int to) {
    float[] x = kernel.x();
    int wi = kernel.sizes().wi();
    int last = kernel.sizes().wo() - LANES;
    for (int j = 0; j < last + LANES; j += LANES) {
      int w = Math.min(j, last);
      int at = upper + 2 * w;
      var a = FloatVector.fromArray(SPECIES, x, at);
      var b = FloatVector.fromArray(SPECIES, x, at + LANES);
      var c = FloatVector.fromArray(SPECIES, x, at + wi);
      var d = FloatVector.fromArray(SPECIES, x, at + wi + LANES);
      put(
          a.rearrange(EVEN, b),
          a.rearrange(ODD, b),
          c.rearrange(EVEN, d),
          c.rearrange(ODD, d),
          to + w);
    }
  }

  private void gather(int source, int to, int windows) {
    float[] x = kernel.x();
    int wi = kernel.sizes().wi();
    int last = windows - LANES;
    for (int i = 0; i < last + LANES; i += LANES) {
      int w = Math.min(i, last);
      put(
          FloatVector.fromArray(SPECIES, x, source, corners, w),
          FloatVector.fromArray(SPECIES, x, source + 1, corners, w),
          FloatVector.fromArray(SPECIES, x, source + wi, corners, w),
          FloatVector.fromArray(SPECIES, x, source + wi + 1, corners, w),
          to + w);
    }
  }

  private void put(FloatVector a, FloatVector b, FloatVector c, FloatVector d, int at) {
    float[] taps = kernel.keep() > 0 ? kernel.tap() : kernel.y();
    Pool.put(a, b, c, d, VectorReLU.floor(false), kernel.y(), at, taps, at);
  }
}
