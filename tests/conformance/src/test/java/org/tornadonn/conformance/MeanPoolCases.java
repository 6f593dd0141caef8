package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.List;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.pooling.AdaptiveAvgPool2d;
import org.tornadonn.op.pooling.AvgPool2d;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/** Means over windows: overlapping, padded, apart, of any size. */
final class MeanPoolCases {

  private static final int[][] IMAGES = {{1, 1}, {5, 5}, {7, 5}, {13, 13}, {2, 13}};

  private MeanPoolCases() {}

  static List<GraphCase> all() {
    var cases = new ArrayList<GraphCase>();
    cases.add(sliding(new Window(3, 2, 2, 1, 1, 1), true, 2, 3, 7, 13).onEveryDevice());
    cases.add(sliding(new Window(3, 2, 2, 1, 1, 1), false, 2, 3, 7, 13).onEveryDevice());
    cases.add(adaptive(3, 4, 2, 3, 7, 5).onEveryDevice());
    for (int k = 1; k <= 3; k++) {
      for (int s = 1; s <= 3; s++) {
        for (int p = 0; 2 * p <= k; p++) {
          for (int[] image : IMAGES) {
            if (image[0] + 2 * p >= k && image[1] + 2 * p >= k) {
              var window = Window.square(k, s, p);
              cases.add(sliding(window, true, 2, 3, image[0], image[1]));
              cases.add(sliding(window, false, 1, 3, image[0], image[1]));
            }
          }
        }
      }
    }
    for (int[] image : IMAGES) {
      for (int[] result : new int[][] {{1, 1}, {2, 3}, {5, 5}, {7, 7}, {17, 2}}) {
        cases.add(adaptive(result[0], result[1], 2, 3, image[0], image[1]));
      }
    }
    return cases;
  }

  private static GraphCase sliding(Window window, boolean all, int n, int c, int h, int w) {
    return of(new AvgPool2d(window, all), Shape.of(n, c, h, w));
  }

  private static GraphCase adaptive(int ho, int wo, int n, int c, int h, int w) {
    return of(new AdaptiveAvgPool2d(ho, wo), Shape.of(n, c, h, w));
  }

  private static GraphCase of(Operation operation, Shape shape) {
    var g = new ValuedGraph();
    var x = g.input("x", shape, Numbers.of(131, shape.size()));
    return g.weighted(operation + " " + shape, 132, g.apply("pool", operation, x));
  }
}
