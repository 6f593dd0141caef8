package org.tornadonn.conformance;

import java.util.List;
import org.tornadonn.conformance.oracle.Tensor;
import org.tornadonn.op.F;
import org.tornadonn.op.resize.Interpolation;
import org.tornadonn.plan.Shape;

/** Pictures made larger and smaller. */
final class ResizeCases {

  private ResizeCases() {}

  static List<FunctionCase> all() {
    return List.of(
        to(Interpolation.NEAREST, false, 7, 3),
        to(Interpolation.LINEAR, false, 7, 3),
        to(Interpolation.LINEAR, true, 9, 7).onTheJvm(),
        to(Interpolation.LINEAR, true, 1, 2).onTheJvm(),
        to(Interpolation.CUBIC, false, 9, 3),
        to(Interpolation.CUBIC, true, 3, 8).onTheJvm(),
        times(Interpolation.NEAREST, 1.5, 2).onTheJvm(),
        times(Interpolation.LINEAR, 2, 0.7).onTheJvm(),
        times(Interpolation.CUBIC, 2, 1.3).onTheJvm());
  }

  private static FunctionCase to(Interpolation mode, boolean alignCorners, int h, int w) {
    return FunctionCase.of(
            "interpolate %s %sto (%d, %d)"
                .formatted(mode, alignCorners ? "with corners " : "", h, w),
            new int[] {2, 2, 4, 5},
            x -> F.interpolate(x, new int[] {h, w}, mode, alignCorners),
            x -> resized(x, mode, alignCorners, h, w, 4.0 / h, 5.0 / w))
        .sums(64);
  }

  private static FunctionCase times(Interpolation mode, double rows, double columns) {
    int h = (int) (4 * rows);
    int w = (int) (5 * columns);
    return FunctionCase.of(
            "interpolate %s by (%s, %s)".formatted(mode, rows, columns),
            new int[] {2, 2, 4, 5},
            x -> F.interpolate(x, new double[] {rows, columns}, mode, false),
            x -> resized(x, mode, false, h, w, 1 / rows, 1 / columns))
        .sums(64);
  }

  private static Tensor resized(
      Tensor x, Interpolation mode, boolean corners, int h, int w, double rows, double columns) {
    return Tensor.of(
        Shape.of(2, 2, h, w),
        i -> {
          double sum = 0;
          for (int r = 0; r < 4; r++) {
            for (int c = 0; c < 5; c++) {
              sum +=
                  weight(mode, corners, i[2], r, 4, h, rows)
                      * weight(mode, corners, i[3], c, 5, w, columns)
                      * x.at(i[0], i[1], r, c);
            }
          }
          return sum;
        });
  }

  /** How much number {@code from} of n counts in number i of {@code out}. */
  private static double weight(
      Interpolation mode, boolean corners, int i, int from, int n, int out, double scale) {
    if (mode == Interpolation.NEAREST) {
      return Math.min((int) (i * scale), n - 1) == from ? 1 : 0;
    }
    double at = corners ? (out == 1 ? 0 : i * (n - 1.0) / (out - 1)) : (i + 0.5) * scale - 0.5;
    double sum = 0;
    for (int tap = (int) Math.floor(at) - 1; tap <= Math.floor(at) + 2; tap++) {
      if (Math.clamp(tap, 0, n - 1) == from) {
        sum += mode == Interpolation.LINEAR ? Math.max(0, 1 - Math.abs(tap - at)) : keys(tap - at);
      }
    }
    return sum;
  }

  /** Keys' piecewise cubic with a = −0.75. */
  private static double keys(double distance) {
    double d = Math.abs(distance);
    return d < 1
        ? 1.25 * d * d * d - 2.25 * d * d + 1
        : d < 2 ? -0.75 * (d * d * d - 5 * d * d + 8 * d - 4) : 0;
  }
}
