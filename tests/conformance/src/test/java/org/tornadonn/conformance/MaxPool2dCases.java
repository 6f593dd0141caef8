package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.List;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.plan.Shape;

/** Maxima over windows: overlapping, padded, apart; with ties, NaN and infinities. */
final class MaxPool2dCases {

  private static final int[][] IMAGES = {{1, 1}, {5, 5}, {7, 5}, {13, 13}, {2, 13}};

  private MaxPool2dCases() {}

  static List<GraphCase> all() {
    var cases = new ArrayList<GraphCase>();
    cases.add(of("random", Window.square(2, 2, 0), 3, 8, 7, 13, false).onEveryDevice());
    cases.add(of("ties", new Window(3, 2, 1, 1, 1, 1), 2, 3, 5, 7, true).onEveryDevice());
    cases.add(special(Window.square(3, 2, 1)).onEveryDevice());
    for (int k = 1; k <= 3; k++) {
      for (int s = 1; s <= 3; s++) {
        for (int p = 0; 2 * p <= k; p++) {
          for (int[] image : IMAGES) {
            if (image[0] + 2 * p >= k && image[1] + 2 * p >= k) {
              var window = Window.square(k, s, p);
              cases.add(of("random", window, 2, 3, image[0], image[1], false));
              cases.add(of("ties", window, 1, 3, image[0], image[1], true));
              if (image[0] > 2) {
                cases.add(special(window));
              }
            }
          }
        }
      }
    }
    return cases;
  }

  private static GraphCase of(
      String what, Window window, int n, int c, int h, int w, boolean ties) {
    var numbers = Numbers.of(11, n * c * h * w);
    for (int i = 0; ties && i < numbers.length; i++) {
      numbers[i] = Math.round(numbers[i]);
    }
    return of(what, window, Shape.of(n, c, h, w), numbers);
  }

  /** NaN, infinities of both signs, signed zeros, and a channel that is −∞ throughout. */
  private static GraphCase special(Window window) {
    var numbers = Numbers.of(12, 2 * 3 * 7 * 5);
    for (int i = 0; i < numbers.length; i++) {
      switch (i % 11) {
        case 0 -> numbers[i] = Float.NaN;
        case 3 -> numbers[i] = Float.NEGATIVE_INFINITY;
        case 6 -> numbers[i] = i % 3 == 0 ? Float.POSITIVE_INFINITY : -0f;
        default -> {}
      }
      if (i >= 35 && i < 70) {
        numbers[i] = Float.NEGATIVE_INFINITY;
      }
    }
    return of("NaN and ∞", window, Shape.of(2, 3, 7, 5), numbers);
  }

  private static GraphCase of(String what, Window window, Shape shape, float[] numbers) {
    var g = new ValuedGraph();
    var y = g.apply("pool", new MaxPool2d(window), g.input("x", shape, numbers));
    var name =
        "max_pool2d %d×%d s%d p%d, %s, %s"
            .formatted(
                window.kernelHeight(),
                window.kernelWidth(),
                window.strideHeight(),
                window.paddingHeight(),
                shape,
                what);
    return g.weighted(name, 13, y);
  }
}
