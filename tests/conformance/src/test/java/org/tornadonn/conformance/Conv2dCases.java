package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.List;
import org.tornadonn.op.convolution.Conv2d;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Shape;

/** Convolutions: kernels × strides × paddings × image sizes, with channels and bias in rotation. */
final class Conv2dCases {

  private static final int[][] KERNELS = {{1, 1}, {2, 2}, {3, 3}, {5, 5}, {3, 2}};
  private static final int[][] STRIDES = {{1, 1}, {2, 2}, {3, 3}, {2, 1}};
  private static final int[] PADDINGS = {0, 1, 2};
  private static final int[][] IMAGES = {{1, 1}, {5, 5}, {7, 5}, {13, 13}, {5, 13}};
  private static final int[][] CHANNELS = {{1, 8}, {3, 1}, {8, 3}, {33, 5}, {3, 33}, {8, 8}};

  private Conv2dCases() {}

  static List<GraphCase> all() {
    var cases = new ArrayList<>(chosen());
    cases.addAll(large());
    cases.addAll(manyChannels());
    int turn = 0;
    for (int[] k : KERNELS) {
      for (int[] s : STRIDES) {
        for (int p : PADDINGS) {
          var window = new Window(k[0], k[1], s[0], s[1], p, p);
          for (int[] image : IMAGES) {
            if (image[0] + 2 * p >= k[0] && image[1] + 2 * p >= k[1]) {
              int[] channels = CHANNELS[turn % CHANNELS.length];
              int n = 1 + turn % 3;
              cases.add(of(window, n, channels[0], image[0], image[1], channels[1], turn % 4 != 0));
              turn++;
            }
          }
        }
      }
    }
    return cases;
  }

  /** The most awkward ones, for devices on which a plan takes long to prepare. */
  private static List<GraphCase> chosen() {
    return List.of(
        of(Window.square(1, 1, 0), 1, 1, 1, 1, 1, false).onEveryDevice(),
        of(Window.square(3, 1, 1), 2, 33, 7, 5, 8, true).onEveryDevice(),
        of(Window.square(5, 3, 2), 3, 3, 13, 7, 33, true).onEveryDevice(),
        of(new Window(3, 2, 2, 1, 0, 1), 2, 8, 7, 13, 3, true).onEveryDevice(),
        of(new Window(2, 3, 3, 2, 2, 1), 1, 3, 5, 5, 8, false).onEveryDevice(),
        of(Window.square(2, 3, 0), 2, 1, 5, 7, 3, false).onEveryDevice());
  }

  /** So large that devices run their own versions of the kernels. */
  private static List<GraphCase> large() {
    return List.of(
        of(Window.square(3, 1, 2), 1, 17, 13, 5, 70, false).onEveryDevice(),
        of(Window.square(5, 3, 2), 3, 13, 23, 17, 33, true).onEveryDevice(),
        of(new Window(3, 2, 2, 1, 0, 1), 2, 24, 15, 27, 29, true).onEveryDevice(),
        of(Window.square(1, 1, 0), 3, 65, 11, 13, 69, true).onEveryDevice());
  }

  /** So many that executors may compute them by Winograd's minimal filtering. */
  private static List<GraphCase> manyChannels() {
    return List.of(
        of(Window.square(3, 1, 1), 1, 32, 13, 14, 32, true),
        of(Window.square(3, 1, 0), 1, 33, 15, 21, 40, false),
        of(Window.square(3, 1, 2), 3, 64, 12, 12, 33, true),
        of(Window.square(3, 1, 1), 1, 128, 16, 16, 64, true));
  }

  static GraphCase of(Window window, int n, int ci, int h, int w, int co, boolean bias) {
    var g = new ValuedGraph();
    var xShape = Shape.of(n, ci, h, w);
    var wShape = Shape.of(co, ci, window.kernelHeight(), window.kernelWidth());
    var x = g.input("x", xShape, Numbers.of(1, xShape.size()));
    // A parameter in front that nobody uses: the weight does not begin at 0, and its gradient is 0.
    g.parameter("before", Shape.of(3), Numbers.of(7, 3));
    var weight = g.parameter("weight", wShape, Numbers.of(2, wShape.size()));
    var op = new Conv2d(window);
    var y =
        bias
            ? g.apply("conv", op, x, weight, g.parameter("bias", Shape.of(co), Numbers.of(3, co)))
            : g.apply("conv", op, x, weight);
    var name =
        "conv2d %d×%d s%d×%d p%d×%d, (%d, %d, %d, %d) to %d%s"
            .formatted(
                window.kernelHeight(),
                window.kernelWidth(),
                window.strideHeight(),
                window.strideWidth(),
                window.paddingHeight(),
                window.paddingWidth(),
                n,
                ci,
                h,
                w,
                co,
                bias ? ", bias" : "");
    return g.weighted(name, 4, y);
  }
}
