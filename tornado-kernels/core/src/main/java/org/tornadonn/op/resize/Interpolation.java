package org.tornadonn.op.resize;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tornadonn.op.shape.SparseRows;

/**
 * How numbers between others are found along one axis; along two axes, one after the other.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html">PyTorch</a>
 */
public enum Interpolation {
  /** The number before: position {@code ⌊i · scale⌋}. */
  NEAREST,
  /** On the line between two neighbours. */
  LINEAR,
  /** On Keys' cubic through four neighbours, with a = −0.75. */
  CUBIC;

  private static final double A = -0.75;

  /**
   * The weights of the numbers before for each one behind.
   *
   * @param in how many there are
   * @param out how many are to be made
   * @param scale how far apart they lie among those before: {@code in / out} or near it
   * @param alignCorners whether the first and the last stay where they are, instead of the outer
   *     edges of their squares; then the scale does not count. Not for {@link #NEAREST}
   */
  public SparseRows weights(int in, int out, double scale, boolean alignCorners) {
    if (this == NEAREST) {
      float step = (float) scale;
      return SparseRows.select(
          in, IntStream.range(0, out).map(i -> Math.min((int) (i * step), in - 1)).toArray());
    }
    int taps = this == LINEAR ? 2 : 4;
    var starts = new int[out + 1];
    var column = new int[out * taps];
    var weight = new float[out * taps];
    int n = 0;
    for (int i = 0; i < out; i++) {
      double at = position(i, in, out, scale, alignCorners);
      int left = (int) Math.floor(at);
      for (int tap = 0; tap < taps; tap++) {
        int source = left + tap - (taps / 2 - 1);
        float w = (float) weight(source - at);
        if (w != 0) {
          column[n] = Math.clamp(source, 0, in - 1);
          weight[n++] = w;
        }
      }
      starts[i + 1] = n;
    }
    return new SparseRows(in, starts, Arrays.copyOf(column, n), Arrays.copyOf(weight, n));
  }

  private double position(int i, int in, int out, double scale, boolean alignCorners) {
    if (alignCorners) {
      return out == 1 ? 0 : (double) i * (in - 1) / (out - 1);
    }
    double at = (i + 0.5) * scale - 0.5;
    return this == LINEAR ? Math.clamp(at, 0, in - 1.0) : at;
  }

  /** What a number counts that lies so far from the place that is looked for. */
  private double weight(double distance) {
    double d = Math.abs(distance);
    if (this == LINEAR) {
      return Math.max(0, 1 - d);
    }
    if (d <= 1) {
      return ((A + 2) * d - (A + 3)) * d * d + 1;
    }
    return d < 2 ? ((A * d - 5 * A) * d + 8 * A) * d - 4 * A : 0;
  }
}
