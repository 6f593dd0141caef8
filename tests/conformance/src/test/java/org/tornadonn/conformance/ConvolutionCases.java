package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.List;
import org.tornadonn.op.convolution.Conv1d;
import org.tornadonn.op.convolution.Conv2d;
import org.tornadonn.op.convolution.ConvTranspose1d;
import org.tornadonn.op.convolution.ConvTranspose2d;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/**
 * Convolutions of every other kind: with groups, dilation or unequal padding, of sequences,
 * transposed.
 */
final class ConvolutionCases {

  private static final Window PADDED = Window.square(3, 1, 1);

  private ConvolutionCases() {}

  static List<GraphCase> all() {
    var cases = new ArrayList<GraphCase>();
    cases.addAll(grouped());
    cases.addAll(sequences());
    cases.addAll(transposed());
    cases.addAll(many());
    return cases;
  }

  private static List<GraphCase> grouped() {
    return List.of(
        conv(PADDED, 6, 2, 6, 7, 13, 6, true).onEveryDevice(),
        conv(new Window(3, 2, 2, 3, 1, 0, 0, 1, 2, 3), 2, 3, 4, 17, 21, 10, true).onEveryDevice(),
        conv(PADDED.withDilation(2, 2), 1, 2, 5, 11, 19, 7, false).onEveryDevice(),
        conv(Window.square(2, 1, 0).withPadding(2, 0, 0, 1), 1, 1, 3, 5, 7, 8, true)
            .onEveryDevice(),
        conv(Window.square(4, 1, 0).withSamePadding(), 1, 2, 3, 9, 5, 4, true),
        conv(
            Window.square(5, 1, 0).withDilation(3, 2).withSamePadding(), 3, 1, 9, 12, 41, 15, true),
        conv(Window.square(3, 2, 1), 33, 2, 33, 23, 35, 66, false),
        conv(Window.square(1, 1, 0), 4, 3, 32, 9, 17, 24, true),
        conv(Window.square(1, 3, 2), 2, 2, 4, 7, 7, 6, true),
        conv(PADDED, 8, 2, 64, 14, 33, 64, false),
        conv(Window.square(7, 1, 3), 16, 1, 16, 20, 20, 16, true),
        conv(PADDED.withDilation(4, 4).withPadding(4, 4), 1, 1, 32, 28, 28, 33, true),
        conv(Window.square(2, 5, 4), 2, 2, 2, 6, 6, 2, true));
  }

  private static List<GraphCase> sequences() {
    return List.of(
        sequence(Window.row(3, 1, 1), 1, 2, 5, 13, 7, true).onEveryDevice(),
        sequence(Window.row(4, 2, 3).withDilation(1, 3), 2, 3, 4, 29, 6, true).onEveryDevice(),
        sequence(Window.row(1, 1, 0), 1, 1, 1, 1, 1, false),
        sequence(
            Window.row(2, 1, 0).withPadding(0, 15, 0, 0).withDilation(1, 15), 1, 2, 8, 40, 8, true),
        sequence(Window.row(10, 5, 0), 1, 2, 1, 207, 33, false));
  }

  private static List<GraphCase> transposed() {
    return List.of(
        transposed(Window.square(2, 2, 0), 0, 0, 1, 2, 5, 7, 6, 3, true).onEveryDevice(),
        transposed(Window.square(4, 2, 1), 0, 0, 1, 2, 33, 5, 4, 8, false).onEveryDevice(),
        transposed(new Window(3, 2, 2, 3, 1, 0), 1, 2, 2, 1, 4, 5, 3, 6, true).onEveryDevice(),
        transposed(Window.square(3, 1, 1).withDilation(3, 2), 2, 1, 3, 2, 6, 5, 7, 9, true)
            .onEveryDevice(),
        transposed(Window.square(3, 1, 1), 0, 0, 1, 2, 32, 13, 14, 40, true),
        transposed(Window.square(3, 2, 1), 1, 1, 1, 2, 16, 9, 11, 8, true),
        transposed(Window.square(1, 4, 0), 0, 3, 1, 1, 2, 3, 3, 2, true),
        transposed(Window.square(3, 2, 0).withPadding(1, 0, 0, 1), 0, 0, 1, 2, 3, 5, 6, 4, false),
        transposedSequence(Window.row(4, 2, 1), 1, 1, 2, 5, 13, 7, true).onEveryDevice(),
        transposedSequence(Window.row(3, 3, 0).withDilation(1, 2), 2, 3, 2, 6, 9, 3, false),
        transposedSequence(Window.row(16, 8, 4), 0, 1, 1, 8, 21, 4, true));
  }

  /** Kernels × strides × dilations × groups, with paddings and sizes in rotation. */
  private static List<GraphCase> many() {
    var cases = new ArrayList<GraphCase>();
    int[][] channels = {{4, 4}, {8, 12}, {12, 4}, {20, 24}};
    int turn = 0;
    for (int k = 1; k <= 4; k++) {
      for (int s = 1; s <= 3; s++) {
        for (int d = 1; d <= 3; d++) {
          for (int groups : new int[] {1, 2, 4}) {
            int[] c = channels[turn % channels.length];
            var window =
                new Window(
                    k,
                    k,
                    s,
                    1 + turn % 3,
                    turn % 4,
                    turn / 2 % 4,
                    turn / 3 % 3,
                    2,
                    d,
                    1 + turn % 2);
            int h = 7 + turn % 7;
            int w = 9 + turn % 11;
            cases.add(conv(window, groups, 1 + turn % 3, c[0], h, w, c[1], turn % 3 != 0));
            if (k > 1) {
              int more = turn % Math.max(s, d);
              cases.add(
                  transposed(
                      window, more, 0, groups, 1 + turn % 2, c[0], h, w, c[1], turn % 2 == 0));
            }
            turn++;
          }
        }
      }
    }
    return cases;
  }

  private static GraphCase conv(
      Window window, int groups, int n, int ci, int h, int w, int co, boolean bias) {
    return of(
        new Conv2d(window, groups),
        Shape.of(n, ci, h, w),
        Shape.of(co, ci / groups, window.kernelHeight(), window.kernelWidth()),
        co,
        bias);
  }

  private static GraphCase sequence(
      Window window, int groups, int n, int ci, int length, int co, boolean bias) {
    return of(
        new Conv1d(window, groups),
        Shape.of(n, ci, length),
        Shape.of(co, ci / groups, window.kernelWidth()),
        co,
        bias);
  }

  private static GraphCase transposed(
      Window window,
      int below,
      int right,
      int groups,
      int n,
      int ci,
      int h,
      int w,
      int co,
      boolean bias) {
    return of(
        new ConvTranspose2d(window, below, right, groups),
        Shape.of(n, ci, h, w),
        Shape.of(ci, co / groups, window.kernelHeight(), window.kernelWidth()),
        co,
        bias);
  }

  private static GraphCase transposedSequence(
      Window window, int more, int groups, int n, int ci, int length, int co, boolean bias) {
    return of(
        new ConvTranspose1d(window, more, groups),
        Shape.of(n, ci, length),
        Shape.of(ci, co / groups, window.kernelWidth()),
        co,
        bias);
  }

  private static GraphCase of(Operation op, Shape xShape, Shape wShape, int co, boolean bias) {
    var g = new ValuedGraph();
    var x = g.input("x", xShape, Numbers.of(141, xShape.size()));
    // A parameter in front that nobody uses: the weight does not begin at 0, and its gradient is 0.
    g.parameter("before", Shape.of(3), Numbers.of(7, 3));
    var weight = g.parameter("weight", wShape, Numbers.of(142, wShape.size()));
    var y =
        bias
            ? g.apply("conv", op, x, weight, g.parameter("bias", Shape.of(co), Numbers.of(143, co)))
            : g.apply("conv", op, x, weight);
    return g.weighted(op + " " + xShape + " to " + co + (bias ? ", bias" : ""), 144, y);
  }
}
