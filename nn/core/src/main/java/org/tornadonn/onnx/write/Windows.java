package org.tornadonn.onnx.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.tornadonn.op.convolution.Conv1d;
import org.tornadonn.op.convolution.Conv2d;
import org.tornadonn.op.convolution.ConvTranspose1d;
import org.tornadonn.op.convolution.ConvTranspose2d;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.pooling.AdaptiveAvgPool1d;
import org.tornadonn.op.pooling.AdaptiveAvgPool2d;
import org.tornadonn.op.pooling.AdaptiveMaxPool1d;
import org.tornadonn.op.pooling.AdaptiveMaxPool2d;
import org.tornadonn.op.pooling.AvgPool1d;
import org.tornadonn.op.pooling.AvgPool2d;
import org.tornadonn.op.pooling.MaxPool1d;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.plan.Shape;

/** Convolutions and pools, of images and of sequences. */
final class Windows {

  private Windows() {}

  static boolean write(Step step) {
    switch (step.operation()) {
      case Conv1d x -> conv(step, x.window(), x.groups());
      case Conv2d x -> conv(step, x.window(), x.groups());
      case ConvTranspose1d x -> transposed(step, x.window(), x.groups(), x.outputPadding());
      case ConvTranspose2d x ->
          transposed(step, x.window(), x.groups(), x.outputPaddingHeight(), x.outputPaddingWidth());
      case MaxPool1d x -> maxPool(step, x.window());
      case MaxPool2d x -> maxPool(step, x.window());
      case AvgPool1d x -> avgPool(step, x.window(), x.countPadding(), 0);
      case AvgPool2d x -> avgPool(step, x.window(), x.countPadding(), x.divisor());
      case AdaptiveAvgPool1d _, AdaptiveAvgPool2d _ -> adaptive(step, "Average");
      case AdaptiveMaxPool1d _, AdaptiveMaxPool2d _ -> adaptive(step, "Max");
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Sizes of rows and columns, or of columns alone where there are no rows. */
  private static long[] of(Step step, int height, int width) {
    return step.shape().rank() == 3 ? new long[] {width} : new long[] {height, width};
  }

  private static Step.Op sliding(Step.Op op, Step step, Window window, long[] after) {
    var before = of(step, window.paddingTop(), window.paddingLeft());
    op.with("kernel_shape", of(step, window.kernelHeight(), window.kernelWidth()))
        .with("strides", of(step, window.strideHeight(), window.strideWidth()))
        .with("pads", joined(before, after));
    return window.dilationHeight() == 1 && window.dilationWidth() == 1
        ? op
        : op.with("dilations", of(step, window.dilationHeight(), window.dilationWidth()));
  }

  private static long[] joined(long[] first, long[] second) {
    long[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static long[] after(Step step, Window window) {
    return of(step, window.paddingBottom(), window.paddingRight());
  }

  private static void conv(Step step, Window window, int groups) {
    var conv = sliding(step.op("Conv", step.in()), step, window, after(step, window));
    (groups == 1 ? conv : conv.with("group", groups)).gives();
  }

  private static void transposed(Step step, Window window, int groups, long... outputPadding) {
    var conv = sliding(step.op("ConvTranspose", step.in()), step, window, after(step, window));
    if (Arrays.stream(outputPadding).anyMatch(padding -> padding > 0)) {
      conv.with("output_padding", outputPadding);
    }
    (groups == 1 ? conv : conv.with("group", groups)).gives();
  }

  private static void maxPool(Step step, Window window) {
    pool(step.op("MaxPool", step.in(0)), step, window, window).gives();
  }

  /**
   * The last window may stand over the edge. ONNX rounds up, too; where PyTorch then leaves out a
   * window along one axis alone, padding says how far the others reach.
   *
   * @param shown whose padding the node is told
   */
  private static Step.Op pool(Step.Op op, Step step, Window window, Window shown) {
    long[] over = over(step, window);
    long[] after = after(step, shown);
    if (Arrays.stream(over).allMatch(elements -> elements == 0)) {
      return sliding(op, step, shown, after);
    }
    if (roundsUp(step, window)) {
      return sliding(op, step, shown, after).with("ceil_mode", 1);
    }
    Arrays.setAll(after, axis -> after[axis] + over[axis]);
    return sliding(op, step, shown, after);
  }

  /** How many elements the last window reaches over the padding, along each axis. */
  private static long[] over(Step step, Window window) {
    long[] stride = of(step, window.strideHeight(), window.strideWidth());
    long[] reach = of(step, window.reachHeight(), window.reachWidth());
    long[] in = padded(step, window);
    var over = new long[in.length];
    Arrays.setAll(
        over,
        axis ->
            Math.max(0, (step.shape().dim(2 + axis) - 1) * stride[axis] + reach[axis] - in[axis]));
    return over;
  }

  private static boolean roundsUp(Step step, Window window) {
    long[] stride = of(step, window.strideHeight(), window.strideWidth());
    long[] reach = of(step, window.reachHeight(), window.reachWidth());
    long[] in = padded(step, window);
    return IntStream.range(0, in.length)
        .allMatch(
            axis ->
                step.shape().dim(2 + axis) - 1
                    == Math.ceilDiv(in[axis] - reach[axis], stride[axis]));
  }

  /** The sizes of the image with its padding. */
  private static long[] padded(Step step, Window window) {
    long[] before = of(step, window.paddingTop(), window.paddingLeft());
    long[] after = after(step, window);
    var in = new long[before.length];
    Arrays.setAll(in, axis -> step.shape(0).dim(2 + axis) + before[axis] + after[axis]);
    return in;
  }

  /** Where windows stand over the padding, but count it, it becomes part of the image. */
  private static void avgPool(Step step, Window window, boolean countPadding, int divisor) {
    long[] over = over(step, window);
    boolean inside = Arrays.stream(over).allMatch(elements -> elements == 0);
    if (divisor > 0) {
      float taps = (float) window.kernelHeight() * window.kernelWidth();
      var x = inside ? step.in(0) : padding(step, window, over);
      var shown = inside ? window : bare(window);
      var mean = sliding(step.op("AveragePool", x), step, shown, after(step, shown));
      var sum = mean.with("count_include_pad", 1).value();
      step.op("Mul", sum, step.number(taps / divisor)).gives();
    } else if (inside || !countPadding) {
      pool(step.op("AveragePool", step.in(0)), step, window, window)
          .with("count_include_pad", countPadding ? 1 : 0)
          .gives();
    } else {
      var x = padding(step, window, new long[over.length]);
      pool(step.op("AveragePool", x), step, window, bare(window))
          .with("count_include_pad", 0)
          .gives();
    }
  }

  private static Window bare(Window window) {
    return new Window(
        window.kernelHeight(),
        window.kernelWidth(),
        window.strideHeight(),
        window.strideWidth(),
        0,
        0);
  }

  /** The image with zeros around it. */
  private static String padding(Step step, Window window, long... over) {
    long[] none = {0, 0};
    var before = joined(none, of(step, window.paddingTop(), window.paddingLeft()));
    long[] after = after(step, window);
    Arrays.setAll(after, axis -> after[axis] + over[axis]);
    var pads = joined(before, joined(none, after));
    return step.op("Pad", step.in(0), step.whole(pads), step.number(0)).value();
  }

  /** One window for all, windows of one size, or axis by axis each window by itself. */
  private static void adaptive(Step step, String kind) {
    var x = step.shape(0);
    var y = step.shape();
    var axes = IntStream.range(2, y.rank()).toArray();
    if (Arrays.stream(axes).allMatch(axis -> y.dim(axis) == 1)) {
      step.op("Global" + kind + "Pool", step.in(0)).gives();
    } else if (Arrays.stream(axes).allMatch(axis -> x.dim(axis) % y.dim(axis) == 0)) {
      var sizes = Arrays.stream(axes).mapToLong(axis -> x.dim(axis) / y.dim(axis)).toArray();
      step.op(kind + "Pool", step.in(0))
          .with("kernel_shape", sizes)
          .with("strides", sizes)
          .with("pads", new long[2 * sizes.length])
          .gives();
    } else {
      var windows = step.op("Identity", step.in(0));
      for (int axis : axes) {
        windows = uneven(step, kind, windows.value(), axis, x, y);
      }
      windows.gives();
    }
  }

  private static Step.Op uneven(Step step, String kind, String x, int axis, Shape from, Shape to) {
    var windows = new ArrayList<String>();
    for (int i = 0; i < to.dim(axis); i++) {
      long start = (long) i * from.dim(axis) / to.dim(axis);
      long end = Math.ceilDiv((i + 1L) * from.dim(axis), to.dim(axis));
      var slice = step.op("Slice", x, step.whole(start), step.whole(end), step.whole((long) axis));
      windows.add(
          Reductions.over(
                  step, kind.equals("Max") ? "ReduceMax" : "ReduceMean", slice.value(), axis)
              .value());
    }
    return step.op("Concat", windows.toArray(String[]::new)).with("axis", axis);
  }
}
