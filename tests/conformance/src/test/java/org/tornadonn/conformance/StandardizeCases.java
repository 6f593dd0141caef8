package org.tornadonn.conformance;

import java.util.Arrays;
import java.util.List;
import org.tornadonn.op.normalization.Standardize;
import org.tornadonn.plan.Shape;

/** Rows of one axis and of all, of one element, far from 0, and with numbers that are none. */
final class StandardizeCases {

  private StandardizeCases() {}

  static List<GraphCase> all() {
    return List.of(
        of(1, 1e-5f, 0, Shape.of(3, 5, 13)).onEveryDevice(),
        of(2, 1e-5f, 0, Shape.of(2, 3, 7, 2)).onEveryDevice(),
        of(1, 1e-3f, 0, Shape.of(7)),
        of(1, 1e-5f, 0, Shape.of(5, 1)),
        of(3, 1e-5f, 0, Shape.of(2, 4, 5, 207)),
        of(1, 1e-5f, 100, Shape.of(4, 33)),
        special().onEveryDevice());
  }

  private static GraphCase of(int axes, float epsilon, float offset, Shape shape) {
    var g = new ValuedGraph();
    var numbers = Numbers.of(161, shape.size());
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] += offset;
    }
    var x = g.input("x", shape, numbers);
    var y = g.apply("norm", new Standardize(axes, epsilon), x);
    return g.weighted("standardize %d axes of %s around %s".formatted(axes, shape, offset), 162, y);
  }

  private static GraphCase special() {
    var g = new ValuedGraph();
    var numbers = Numbers.of(163, 5 * 7);
    numbers[3] = Float.NaN;
    numbers[8] = Float.POSITIVE_INFINITY;
    numbers[15] = Float.NEGATIVE_INFINITY;
    Arrays.fill(numbers, 21, 28, 0.5f); // equal numbers have no variance
    var x = g.input("x", Shape.of(5, 7), numbers);
    var y = g.apply("norm", new Standardize(1, 1e-5f), x);
    return g.weighted("standardize NaN, ±∞ and equal numbers", 164, y);
  }
}
