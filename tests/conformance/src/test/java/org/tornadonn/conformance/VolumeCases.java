package org.tornadonn.conformance;

import java.util.List;
import java.util.stream.IntStream;
import org.tornadonn.conformance.FunctionCase.Input;
import org.tornadonn.conformance.oracle.Tensor;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;

/** Convolutions and pools of volumes, and norms of windows, by definition. */
final class VolumeCases {

  private VolumeCases() {}

  static List<FunctionCase> all() {
    return List.of(
        conv(3, 1, 1, 1, 1, true),
        conv(2, 2, 1, 2, 2, true),
        conv(1, 3, 0, 1, 1, false).onTheJvm(),
        transposed(2, 2, 0, 1, 1, true),
        transposed(3, 2, 1, 1, 2, false),
        transposed(2, 1, 0, 0, 1, true).onTheJvm(),
        pool(true, 2, 2, 0, 1, false, false),
        pool(true, 3, 2, 1, 1, true, false),
        pool(true, 2, 1, 0, 2, false, false).onTheJvm(),
        pool(false, 2, 2, 0, 1, false, true),
        pool(false, 3, 2, 1, 1, true, true),
        pool(false, 3, 2, 1, 1, true, false).onTheJvm(),
        adaptive(true, 2, 3, 2),
        adaptive(false, 3, 2, 4),
        adaptive(false, 7, 1, 5).onTheJvm(),
        norm(true),
        norm(false));
  }

  private static FunctionCase conv(
      int kernel, int stride, int padding, int dilation, int groups, boolean bias) {
    int in = 2;
    int out = 4;
    int reach = dilation * (kernel - 1) + 1;
    int[] size = IntStream.of(5, 4, 7).map(n -> (n + 2 * padding - reach) / stride + 1).toArray();
    return FunctionCase.of(
            "conv3d k%d s%d p%d d%d g%d".formatted(kernel, stride, padding, dilation, groups),
            inputs(
                bias,
                Input.of(931, 2, in, 5, 4, 7),
                Input.of(932, out, in / groups, kernel, kernel, kernel),
                Input.of(933, out)),
            x -> F.conv3d(x[0], x[1], bias ? x[2] : null, stride, padding, dilation, groups),
            x ->
                Tensor.of(
                    Shape.of(2, out, size[0], size[1], size[2]),
                    y -> {
                      double sum = bias ? x[2].at(y[1]) : 0;
                      int first = y[1] / (out / groups) * (in / groups);
                      for (int c = 0; c < in / groups; c++) {
                        for (int[] k : places(kernel, kernel, kernel)) {
                          int[] at = new int[3];
                          for (int axis = 0; axis < 3; axis++) {
                            at[axis] = y[2 + axis] * stride - padding + k[axis] * dilation;
                          }
                          sum +=
                              x[1].at(y[1], c, k[0], k[1], k[2])
                                  * inside(x[0], 0, y[0], first + c, at);
                        }
                      }
                      return sum;
                    }))
        .sums(8 * kernel * kernel * kernel);
  }

  private static FunctionCase transposed(
      int kernel, int stride, int padding, int more, int groups, boolean bias) {
    int in = 4;
    int out = 2;
    int[] size =
        IntStream.of(3, 2, 4).map(n -> (n - 1) * stride - 2 * padding + kernel + more).toArray();
    return FunctionCase.of(
            "conv_transpose3d k%d s%d p%d o%d g%d".formatted(kernel, stride, padding, more, groups),
            inputs(
                bias,
                Input.of(934, 2, in, 3, 2, 4),
                Input.of(935, in, out / groups, kernel, kernel, kernel),
                Input.of(936, out)),
            x ->
                F.convTranspose3d(x[0], x[1], bias ? x[2] : null, stride, padding, more, groups, 1),
            x ->
                Tensor.of(
                    Shape.of(2, out, size[0], size[1], size[2]),
                    y -> {
                      double sum = bias ? x[2].at(y[1]) : 0;
                      int group = y[1] / (out / groups);
                      for (int c = 0; c < in / groups; c++) {
                        for (int[] k : places(kernel, kernel, kernel)) {
                          int[] at = new int[3];
                          boolean hit = true;
                          for (int axis = 0; axis < 3; axis++) {
                            int behind = y[2 + axis] + padding - k[axis];
                            at[axis] = Math.floorDiv(behind, stride);
                            hit &= behind == at[axis] * stride;
                          }
                          int channel = group * (in / groups) + c;
                          if (hit) {
                            sum +=
                                x[1].at(channel, y[1] % (out / groups), k[0], k[1], k[2])
                                    * inside(x[0], 0, y[0], channel, at);
                          }
                        }
                      }
                      return sum;
                    }))
        .sums(16 * kernel * kernel * kernel);
  }

  private static FunctionCase pool(
      boolean max, int kernel, int stride, int padding, int dilation, boolean ceil, boolean count) {
    int[] in = {5, 4, 7};
    int reach = dilation * (kernel - 1) + 1;
    int[] size = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      int room = in[axis] + 2 * padding - reach;
      size[axis] = (ceil ? Math.ceilDiv(room, stride) : room / stride) + 1;
      // A window begins inside, or in the padding before it.
      size[axis] -= (size[axis] - 1) * stride >= in[axis] + padding ? 1 : 0;
    }
    return FunctionCase.of(
            "%s_pool3d k%d s%d p%d d%d%s%s"
                .formatted(
                    max ? "max" : "avg",
                    kernel,
                    stride,
                    padding,
                    dilation,
                    ceil ? " ceil" : "",
                    count ? " with padding" : ""),
            new int[] {2, 3, 5, 4, 7},
            x ->
                max
                    ? F.maxPool3d(x, kernel, stride, padding, dilation, ceil)
                    : F.avgPool3d(x, kernel, stride, padding, ceil, count),
            x ->
                Tensor.of(
                    Shape.of(2, 3, size[0], size[1], size[2]),
                    y -> {
                      double best = Double.NEGATIVE_INFINITY;
                      double sum = 0;
                      int terms = 0;
                      for (int[] k : places(kernel, kernel, kernel)) {
                        int[] at = new int[3];
                        boolean counted = true;
                        for (int axis = 0; axis < 3; axis++) {
                          at[axis] = y[2 + axis] * stride - padding + k[axis] * dilation;
                          counted &= at[axis] < in[axis] + padding;
                        }
                        double outside = inside(x, Double.NaN, y[0], y[1], at);
                        best = Double.isNaN(outside) ? best : Math.max(best, outside);
                        sum += Double.isNaN(outside) ? 0 : outside;
                        terms += (count ? counted : !Double.isNaN(outside)) ? 1 : 0;
                      }
                      return max ? best : sum / terms;
                    }))
        .sums(8 * kernel * kernel * kernel);
  }

  private static FunctionCase adaptive(boolean max, int depth, int height, int width) {
    int[] out = {depth, height, width};
    int[] in = {5, 4, 7};
    return FunctionCase.of(
            "adaptive_%s_pool3d to %d, %d, %d".formatted(max ? "max" : "avg", depth, height, width),
            new int[] {2, 3, 5, 4, 7},
            x ->
                max
                    ? F.adaptiveMaxPool3d(x, depth, height, width)
                    : F.adaptiveAvgPool3d(x, depth, height, width),
            x ->
                Tensor.of(
                    Shape.of(2, 3, depth, height, width),
                    y -> {
                      int[] from = new int[3];
                      int[] size = new int[3];
                      for (int axis = 0; axis < 3; axis++) {
                        from[axis] = y[2 + axis] * in[axis] / out[axis];
                        size[axis] =
                            Math.ceilDiv((y[2 + axis] + 1) * in[axis], out[axis]) - from[axis];
                      }
                      var window =
                          places(size).stream()
                              .mapToDouble(
                                  k ->
                                      x.at(
                                          y[0],
                                          y[1],
                                          from[0] + k[0],
                                          from[1] + k[1],
                                          from[2] + k[2]));
                      return (max ? window.max() : window.average()).orElseThrow();
                    }))
        .sums(64);
  }

  /** The root of the sum of squares of each window. */
  private static FunctionCase norm(boolean images) {
    int[] dims = images ? new int[] {2, 3, 5, 8} : new int[] {2, 3, 8};
    int kernel = 3;
    int stride = 2;
    return FunctionCase.of(
            "lp_pool%dd".formatted(images ? 2 : 1),
            dims,
            x ->
                images
                    ? F.lpPool2d(x, 2, kernel, stride, false)
                    : F.lpPool1d(x, 2, kernel, stride, false),
            x ->
                Tensor.of(
                    images ? Shape.of(2, 3, 2, 3) : Shape.of(2, 3, 3),
                    y ->
                        Math.sqrt(
                            places(images ? kernel : 1, kernel, 1).stream()
                                .mapToDouble(
                                    k ->
                                        images
                                            ? x.at(
                                                y[0],
                                                y[1],
                                                y[2] * stride + k[0],
                                                y[3] * stride + k[1])
                                            : x.at(y[0], y[1], y[2] * stride + k[1]))
                                .map(a -> a * a)
                                .sum())))
        .sums(64);
  }

  /** All of them, or without the last, which is the bias. */
  private static List<Input> inputs(boolean bias, Input... all) {
    return List.of(all).subList(0, bias ? all.length : all.length - 1);
  }

  /** All places of a window. */
  private static List<int[]> places(int... size) {
    return IntStream.range(0, size[0] * size[1] * size[2])
        .mapToObj(i -> new int[] {i / size[2] / size[1], i / size[2] % size[1], i % size[2]})
        .toList();
  }

  /** A number of a volume, or what stands outside it. */
  private static double inside(Tensor x, double outside, int n, int c, int... at) {
    for (int axis = 0; axis < 3; axis++) {
      if (at[axis] < 0 || at[axis] >= x.dim(2 + axis)) {
        return outside;
      }
    }
    return x.at(n, c, at[0], at[1], at[2]);
  }
}
