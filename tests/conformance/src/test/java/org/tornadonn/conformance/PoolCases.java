package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.List;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.pooling.AdaptiveAvgPool1d;
import org.tornadonn.op.pooling.AdaptiveMaxPool1d;
import org.tornadonn.op.pooling.AdaptiveMaxPool2d;
import org.tornadonn.op.pooling.AvgPool1d;
import org.tornadonn.op.pooling.AvgPool2d;
import org.tornadonn.op.pooling.MaxPool1d;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/**
 * Pools of every other kind: over the edge, with gaps or unequal padding, of sequences, and maxima
 * of as many windows as are asked for; with ties, NaN and infinities.
 */
final class PoolCases {

  private PoolCases() {}

  static List<GraphCase> all() {
    var cases = new ArrayList<GraphCase>();
    cases.addAll(chosen());
    var images = List.of(Shape.of(2, 3, 7, 13), Shape.of(1, 2, 8, 5), Shape.of(3, 1, 16, 35));
    for (var shape : images) {
      for (int k = 1; k <= 3; k++) {
        for (int s = 1; s <= 4; s++) {
          for (int p = 0; 2 * p <= k; p++) {
            var window = Window.square(k, s, p);
            cases.add(of(new MaxPool2d(window, true), shape, false));
            cases.add(of(new AvgPool2d(window, true, true, 0), shape, false));
            cases.add(of(new AvgPool2d(window, false, true, 0), shape, false));
            if (k > 1) {
              cases.add(of(new MaxPool2d(window.withDilation(2, 1), s > 2), shape, true));
              cases.add(of(new MaxPool2d(window.withPadding(p, 0, 1, p), s > 2), shape, true));
              cases.add(
                  of(new AvgPool2d(window.withPadding(1, 0, 0, p), p > 0, s > 2, 0), shape, false));
            }
          }
        }
      }
      for (int[] result : new int[][] {{1, 1}, {2, 3}, {5, 5}, {7, 7}, {17, 2}}) {
        cases.add(of(new AdaptiveMaxPool2d(result[0], result[1]), shape, true));
        cases.add(special(new AdaptiveMaxPool2d(result[0], result[1]), shape));
      }
    }
    for (int size : new int[] {1, 3, 7, 13, 20}) {
      cases.add(of(new AdaptiveAvgPool1d(size), Shape.of(2, 3, 13), false));
      cases.add(of(new AdaptiveMaxPool1d(size), Shape.of(2, 3, 13), true));
    }
    return cases;
  }

  private static List<GraphCase> chosen() {
    var image = Shape.of(2, 3, 7, 13);
    var sequence = Shape.of(2, 3, 22);
    return List.of(
        of(new MaxPool2d(Window.square(2, 2, 0), true), image, false).onEveryDevice(),
        of(new MaxPool2d(new Window(3, 2, 2, 3, 1, 1).withDilation(2, 3), true), image, true)
            .onEveryDevice(),
        special(new MaxPool2d(new Window(3, 3, 2, 2, 1, 0, 0, 1, 1, 2), false), image)
            .onEveryDevice(),
        of(new AvgPool2d(Window.square(3, 2, 1), true, true, 0), image, false).onEveryDevice(),
        of(new AvgPool2d(new Window(3, 2, 2, 2, 0, 1, 1, 0, 1, 1), false, true, 0), image, false)
            .onEveryDevice(),
        of(new AvgPool2d(Window.square(2, 3, 1), true, false, 7), image, false).onEveryDevice(),
        of(new AdaptiveMaxPool2d(3, 4), image, true).onEveryDevice(),
        special(new AdaptiveMaxPool2d(2, 5), image).onEveryDevice(),
        of(new MaxPool1d(Window.row(4, 3, 1).withDilation(1, 2), true), sequence, false)
            .onEveryDevice(),
        of(new AvgPool1d(Window.row(4, 3, 2), true, true), sequence, false).onEveryDevice(),
        of(new AvgPool1d(Window.row(4, 3, 2), false, false), sequence, false),
        of(new AdaptiveAvgPool1d(5), sequence, false).onEveryDevice(),
        of(new AdaptiveMaxPool1d(4), sequence, true).onEveryDevice());
  }

  private static GraphCase of(Operation operation, Shape shape, boolean ties) {
    var numbers = Numbers.of(151, shape.size());
    for (int i = 0; ties && i < numbers.length; i++) {
      numbers[i] = Math.round(2 * numbers[i]);
    }
    return of(operation, ties ? ", ties" : "", shape, numbers);
  }

  /** NaN, infinities of both signs, and signed zeros. */
  private static GraphCase special(Operation operation, Shape shape) {
    var numbers = Numbers.of(152, shape.size());
    for (int i = 0; i < numbers.length; i++) {
      switch (i % 11) {
        case 0 -> numbers[i] = i % 5 == 0 ? Float.NaN : 0f;
        case 3 -> numbers[i] = Float.NEGATIVE_INFINITY;
        case 6 -> numbers[i] = i % 3 == 0 ? Float.POSITIVE_INFINITY : -0f;
        default -> {}
      }
    }
    return of(operation, ", NaN and ∞", shape, numbers);
  }

  private static GraphCase of(Operation operation, String what, Shape shape, float[] numbers) {
    var g = new ValuedGraph();
    var y = g.apply("pool", operation, g.input("x", shape, numbers));
    return g.weighted(operation + " " + shape + what, 153, y);
  }
}
