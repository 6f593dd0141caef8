package org.tornadonn.op.volume;

import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.arithmetic.Reshape;
import org.tornadonn.op.convolution.Convolutions;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.elementwise.Add;
import org.tornadonn.op.elementwise.Binary;
import org.tornadonn.op.pooling.Pools;
import org.tornadonn.op.shape.AxisMap;
import org.tornadonn.op.shape.Permute;
import org.tornadonn.op.shape.SparseRows;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Convolutions and pools of volumes {@code (n, c, d, h, w)}, plane by plane: what a window sees
 * along depth becomes channels of one plane, or is pooled afterwards.
 *
 * <p>A window is one along depth, as of sequences, and one of the planes.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv3d.html">PyTorch</a>
 */
public final class Volumes {

  private Volumes() {}

  /**
   * {@return a convolution: {@code (n, ci, d, h, w)} becomes {@code (n, co, do, ho, wo)}}
   *
   * @param weight {@code (co, ci / groups, kd, kh, kw)}
   * @param bias {@code (co)}, or null
   * @param depth how the window moves along depth: one row
   * @param plane how it moves in each plane
   */
  public static Value conv3d(
      Value x, Value weight, @Nullable Value bias, Window depth, Window plane, int groups) {
    int[] of = volume(x);
    int[] w = weight(weight, depth, plane);
    if (w[0] % groups != 0 || w[1] * groups != of[1]) {
      throw new ShapeException(
          "conv3d in %d groups takes (n, %d, d, h, w) to a weight %s, but gets %s."
              .formatted(groups, w[1] * groups, weight.shape(), x.shape()));
    }
    int out = length(x, depth);
    int stride = depth.strideWidth();
    var seen =
        AxisMap.of(
            x,
            2,
            map(
                w[2] * out,
                of[2],
                (row, _) ->
                    row % out * stride + row / out * depth.dilationWidth() - depth.paddingLeft()));
    var taps = reshape(seen, of[0], of[1], w[2], out, of[3] * of[4]);
    var planes = reshape(Permute.of(taps, 0, 3, 1, 2, 4), of[0] * out, of[1] * w[2], of[3], of[4]);
    var flat = reshape(weight, w[0], w[1] * w[2], w[3], w[4]);
    var y = Convolutions.conv2d(planes, flat, bias, plane, groups);
    return turned(y, of[0], out, w[0]);
  }

  /**
   * {@return a transposed convolution, which makes volumes larger}
   *
   * @param weight {@code (ci, co / groups, kd, kh, kw)}
   * @param bias {@code (co)}, or null
   * @param depth how the window moves along depth: one row
   * @param plane how it moves in each plane
   * @param outputPadding planes, rows and columns that the result has more at its ends
   */
  public static Value convTranspose3d(
      Value x,
      Value weight,
      @Nullable Value bias,
      Window depth,
      Window plane,
      int outputPadding,
      int groups) {
    int[] of = volume(x);
    int[] w = weight(weight, depth, plane);
    int stride = depth.strideWidth();
    int dilation = depth.dilationWidth();
    long out =
        (long) (of[2] - 1) * stride
            + (long) (w[2] - 1) * dilation
            + 1
            - depth.paddingLeft()
            - depth.paddingRight()
            + outputPadding;
    if (outputPadding < 0 || outputPadding >= Math.max(stride, dilation) || out < 1) {
      throw new ShapeException(
          "convTranspose3d with output padding %d makes %d planes of %s: it must be below stride or dilation, and one plane be left."
              .formatted(outputPadding, out, x.shape()));
    }
    if (out > SparseRows.LONGEST) {
      throw new ShapeException(
          "convTranspose3d makes at most %d planes, not %d.".formatted(SparseRows.LONGEST, out));
    }
    int channels = w[1] * groups;
    var planes = reshape(Permute.of(x, 0, 2, 1, 3, 4), of[0] * of[2], of[1], of[3], of[4]);
    var flat = reshape(weight, w[0], w[1] * w[2], w[3], w[4]);
    var y =
        Convolutions.convTranspose2d(
            planes, flat, null, plane, outputPadding, outputPadding, groups);
    int rows = y.shape().dim(2);
    int columns = y.shape().dim(3);
    var taps = reshape(y, of[0], of[2], channels, w[2], rows * columns);
    var beside =
        reshape(Permute.of(taps, 0, 2, 1, 3, 4), of[0], channels, of[2] * w[2], rows, columns);
    var sums =
        AxisMap.of(
            beside,
            2,
            map(
                (int) out,
                of[2] * w[2],
                w[2],
                (row, tap) -> {
                  int from = row + depth.paddingLeft() - tap * dilation;
                  return from >= 0 && from % stride == 0 && from / stride < of[2]
                      ? from / stride * w[2] + tap
                      : -1;
                }));
    return bias == null
        ? sums
        : Binary.of(new Add(), sums, reshape(bias, bias.shape().size(), 1, 1, 1));
  }

  /**
   * {@return the largest number of each window; of equal ones, the first has the gradient}
   *
   * @param depth how the window moves along depth: one row
   * @param plane how it moves in each plane
   * @param ceilMode whether the last windows may stand over the edge
   */
  public static Value maxPool3d(Value x, Window depth, Window plane, boolean ceilMode) {
    int[] of = volume(x);
    return along(
        of,
        Pools.maxPool2d(planes(x, of), plane, ceilMode),
        y -> Pools.maxPool2d(y, column(depth), ceilMode));
  }

  /**
   * {@return the mean of each window}
   *
   * @param depth how the window moves along depth: one row
   * @param plane how it moves in each plane
   * @param ceilMode whether the last windows may stand over the edge
   * @param countIncludePad whether padding counts, as zeros
   */
  public static Value avgPool3d(
      Value x, Window depth, Window plane, boolean ceilMode, boolean countIncludePad) {
    int[] of = volume(x);
    return along(
        of,
        Pools.avgPool2d(planes(x, of), plane, ceilMode, countIncludePad, 0),
        y -> Pools.avgPool2d(y, column(depth), ceilMode, countIncludePad, 0));
  }

  /** {@return the means of so many windows} */
  public static Value adaptiveAvgPool3d(Value x, int depth, int height, int width) {
    int[] of = volume(x);
    return along(
        of,
        Pools.adaptiveAvgPool2d(planes(x, of), height, width),
        y -> Pools.adaptiveAvgPool2d(y, depth, y.shape().dim(3)));
  }

  /** {@return the largest numbers of so many windows} */
  public static Value adaptiveMaxPool3d(Value x, int depth, int height, int width) {
    int[] of = volume(x);
    return along(
        of,
        Pools.adaptiveMaxPool2d(planes(x, of), height, width),
        y -> Pools.adaptiveMaxPool2d(y, depth, y.shape().dim(3)));
  }

  private interface Pool {
    Value of(Value x);
  }

  /** All planes of a volume as channels. */
  private static Value planes(Value x, int... of) {
    return reshape(x, of[0], of[1] * of[2], of[3], of[4]);
  }

  /** Pooled planes, pooled along depth. */
  private static Value along(int[] of, Value planes, Pool pool) {
    int rows = planes.shape().dim(2);
    int columns = planes.shape().dim(3);
    var y = pool.of(reshape(planes, of[0], of[1], of[2], rows * columns));
    return reshape(y, of[0], of[1], y.shape().dim(2), rows, columns);
  }

  /** {@code (n · d, c, h, w)} as {@code (n, c, d, h, w)}. */
  private static Value turned(Value planes, int n, int depth, int channels) {
    int rows = planes.shape().dim(2);
    int columns = planes.shape().dim(3);
    var y = reshape(planes, n, depth, channels, rows, columns);
    return Permute.of(y, 0, 2, 1, 3, 4);
  }

  private static int[] volume(Value x) {
    if (x.shape().rank() != 5) {
      throw new ShapeException("Volumes are (n, c, d, h, w), but %s comes.".formatted(x.shape()));
    }
    return x.shape().toArray();
  }

  private static int[] weight(Value weight, Window depth, Window plane) {
    var expected = new int[] {depth.kernelWidth(), plane.kernelHeight(), plane.kernelWidth()};
    var shape = weight.shape();
    if (shape.rank() != 5
        || shape.dim(2) != expected[0]
        || shape.dim(3) != expected[1]
        || shape.dim(4) != expected[2]) {
      throw new ShapeException(
          "A convolution of volumes has a weight (channels, channels, %d, %d, %d), but gets %s."
              .formatted(expected[0], expected[1], expected[2], shape));
    }
    return shape.toArray();
  }

  /** How many windows lie along depth. */
  private static int length(Value x, Window depth) {
    int span = (depth.kernelWidth() - 1) * depth.dilationWidth() + 1;
    int rest = x.shape().dim(2) + depth.paddingLeft() + depth.paddingRight() - span;
    if (rest < 0) {
      throw new ShapeException(
          "A window of %d planes is deeper than %s with padding %d and %d."
              .formatted(span, x.shape(), depth.paddingLeft(), depth.paddingRight()));
    }
    return rest / depth.strideWidth() + 1;
  }

  /** A window of rows along the first of two axes. */
  private static Window column(Window row) {
    return new Window(
        row.kernelWidth(),
        1,
        row.strideWidth(),
        1,
        row.paddingLeft(),
        0,
        row.paddingRight(),
        0,
        row.dilationWidth(),
        1);
  }

  private static SparseRows map(int rows, int columns, IntBinaryOperator source) {
    return map(rows, columns, 1, source);
  }

  /** Each row is the sum of so many columns, or fewer: those that are not there count nothing. */
  private static SparseRows map(int rows, int columns, int most, IntBinaryOperator source) {
    if ((long) rows * most > SparseRows.LONGEST) {
      throw new ShapeException(
          "Windows along depth see at most %d planes in all, not %d."
              .formatted(SparseRows.LONGEST, (long) rows * most));
    }
    var starts = new int[rows + 1];
    var column = new int[rows * most];
    int n = 0;
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < most; i++) {
        int from = source.applyAsInt(row, i);
        if (from >= 0 && from < columns) {
          column[n++] = from;
        }
      }
      starts[row + 1] = n;
    }
    var ones = new float[n];
    Arrays.fill(ones, 1);
    return new SparseRows(columns, starts, Arrays.copyOf(column, n), ones);
  }

  private static Value reshape(Value x, int... sizes) {
    return x.tape().apply(new Reshape(Shape.of(sizes)), x);
  }
}
