package org.tornadonn.conformance;

import java.util.List;
import org.tornadonn.conformance.FunctionCase.Input;
import org.tornadonn.conformance.oracle.Tensor;
import org.tornadonn.op.F;
import org.tornadonn.op.GridSample.Outside;
import org.tornadonn.op.resize.Interpolation;
import org.tornadonn.plan.Shape;

/** Images sampled at locations inside and outside of them, and the locations of affine maps. */
final class GridCases {

  private static final double A = -0.75;

  private GridCases() {}

  static List<FunctionCase> all() {
    return List.of(
        sample(Interpolation.LINEAR, Outside.ZEROS, false),
        sample(Interpolation.LINEAR, Outside.BORDER, true).onTheJvm(),
        sample(Interpolation.LINEAR, Outside.REFLECTION, false).onTheJvm(),
        sample(Interpolation.LINEAR, Outside.REFLECTION, true).onTheJvm(),
        sample(Interpolation.NEAREST, Outside.ZEROS, true).onTheJvm(),
        sample(Interpolation.NEAREST, Outside.BORDER, false).onTheJvm(),
        sample(Interpolation.CUBIC, Outside.ZEROS, false).onTheJvm(),
        sample(Interpolation.CUBIC, Outside.REFLECTION, true).onTheJvm(),
        volume(),
        affine(false),
        affine(true).onTheJvm());
  }

  /** Locations up to 1.3, so that some lie outside; the nearest pixel has no slope by them. */
  private static Input grid(boolean slope, int... dims) {
    var shape = Shape.of(dims);
    return new Input(shape, Numbers.scaled(957, shape.size(), 1.3f), slope);
  }

  private static FunctionCase sample(Interpolation mode, Outside outside, boolean corners) {
    return FunctionCase.of(
            "grid_sample %s %s%s".formatted(mode, outside, corners ? " with corners" : ""),
            List.of(Input.of(951, 2, 3, 5, 4), grid(mode != Interpolation.NEAREST, 2, 3, 7, 2)),
            x -> F.gridSample(x[0], x[1], mode, outside, corners),
            x ->
                Tensor.of(
                    Shape.of(2, 3, 3, 7),
                    y -> {
                      double row = pixel(x[1].at(y[0], y[2], y[3], 1), 5, corners);
                      double column = pixel(x[1].at(y[0], y[2], y[3], 0), 4, corners);
                      double sum = 0;
                      for (int r = first(row); r < first(row) + 4; r++) {
                        for (int c = first(column); c < first(column) + 4; c++) {
                          int ri = element(r, 5, outside, corners);
                          int ci = element(c, 4, outside, corners);
                          sum +=
                              ri < 0 || ci < 0
                                  ? 0
                                  : weight(mode, row, r)
                                      * weight(mode, column, c)
                                      * x[0].at(y[0], y[1], ri, ci);
                        }
                      }
                      return sum;
                    }))
        .sums(128);
  }

  private static FunctionCase volume() {
    return FunctionCase.of(
            "grid_sample of volumes",
            List.of(Input.of(953, 2, 2, 3, 4, 5), grid(true, 2, 2, 3, 2, 3)),
            x -> F.gridSample(x[0], x[1], Interpolation.LINEAR, false),
            x ->
                Tensor.of(
                    Shape.of(2, 2, 2, 3, 2),
                    y -> {
                      double sum = 0;
                      for (int i = 0; i < 3 * 4 * 5; i++) {
                        int[] at = {i / 20, i / 5 % 4, i % 5};
                        double weight = 1;
                        for (int axis = 0; axis < 3; axis++) {
                          double location = x[1].at(y[0], y[2], y[3], y[4], 2 - axis);
                          double place = pixel(location, 3 + axis, false);
                          weight *= weight(Interpolation.LINEAR, place, at[axis]);
                        }
                        sum += weight * x[0].at(y[0], y[1], at[0], at[1], at[2]);
                      }
                      return sum;
                    }))
        .sums(128);
  }

  private static FunctionCase affine(boolean corners) {
    return FunctionCase.of(
            "affine_grid" + (corners ? " with corners" : ""),
            new int[] {2, 2, 3},
            theta -> F.affineGrid(theta, Shape.of(2, 3, 4, 5), corners),
            theta ->
                Tensor.of(
                    Shape.of(2, 4, 5, 2),
                    y ->
                        theta.at(y[0], y[3], 0) * location(y[2], 5, corners)
                            + theta.at(y[0], y[3], 1) * location(y[1], 4, corners)
                            + theta.at(y[0], y[3], 2)))
        .sums(20);
  }

  private static double location(int i, int size, boolean corners) {
    return corners ? 2.0 * i / (size - 1) - 1 : (2.0 * i + 1) / size - 1;
  }

  /** Where a location lies among pixels. */
  private static double pixel(double location, int size, boolean corners) {
    return corners ? (location + 1) / 2 * (size - 1) : ((location + 1) * size - 1) / 2;
  }

  /** The first of four pixels around a place. */
  private static int first(double place) {
    return (int) Math.floor(place) - 1;
  }

  private static double weight(Interpolation mode, double place, int pixel) {
    double d = Math.abs(place - pixel);
    return switch (mode) {
      case NEAREST -> pixel == Math.rint(place) ? 1 : 0;
      case LINEAR -> Math.max(0, 1 - d);
      case CUBIC ->
          d <= 1
              ? (A + 2) * d * d * d - (A + 3) * d * d + 1
              : d < 2 ? A * (d * d * d - 5 * d * d + 8 * d - 4) : 0;
    };
  }

  /** Which pixel stands there, −1 for none. */
  private static int element(int at, int size, Outside outside, boolean corners) {
    int i = at;
    while (outside == Outside.REFLECTION && (i < 0 || i >= size)) {
      i = i < 0 ? (corners ? -i : -i - 1) : (corners ? 2 * (size - 1) - i : 2 * size - 1 - i);
    }
    return i >= 0 && i < size ? i : outside == Outside.BORDER ? Math.clamp(i, 0, size - 1) : -1;
  }
}
