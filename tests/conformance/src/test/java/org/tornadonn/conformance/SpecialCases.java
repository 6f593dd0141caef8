package org.tornadonn.conformance;

import java.util.List;
import java.util.Locale;
import org.tornadonn.op.Conv2d;
import org.tornadonn.op.Linear;
import org.tornadonn.op.MaxPool2d;
import org.tornadonn.op.Window;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Operations on sizes that tuned kernels take, with NaN and infinities strewn into one operand or
 * into the gradient of the result.
 */
final class SpecialCases {

  /** What the special numbers are strewn into. */
  enum Place {
    INPUT,
    WEIGHT,
    GRADIENT
  }

  private SpecialCases() {}

  static List<GraphCase> all() {
    return List.of(
        conv(Window.square(3, 1, 1), Place.INPUT).onEveryDevice(),
        conv(Window.square(3, 1, 1), Place.WEIGHT).onEveryDevice(),
        conv(Window.square(3, 1, 1), Place.GRADIENT).onEveryDevice(),
        conv(Window.square(1, 1, 0), Place.INPUT),
        conv(Window.square(5, 2, 2), Place.INPUT),
        conv(Window.square(5, 2, 2), Place.WEIGHT),
        conv(Window.square(5, 2, 2), Place.GRADIENT),
        linear(Place.INPUT).onEveryDevice(),
        linear(Place.WEIGHT),
        linear(Place.GRADIENT),
        pool(Window.square(2, 2, 0)).onEveryDevice(),
        pool(Window.square(3, 2, 1)));
  }

  private static float[] strewn(int seed, int size, boolean special) {
    var numbers = Numbers.of(seed, size);
    if (special) {
      numbers[0] = Float.POSITIVE_INFINITY;
      numbers[size / 3] = Float.NaN;
      numbers[size / 2] = Float.NEGATIVE_INFINITY;
      numbers[size - 1] = Float.POSITIVE_INFINITY;
    }
    return numbers;
  }

  private static GraphCase of(ValuedGraph g, String name, Value y, Place place) {
    var numbers = strewn(84, y.shape().size(), place == Place.GRADIENT);
    var loss = g.apply("loss", new WeightedSum(), y, g.constant("r", y.shape(), numbers));
    return g.losing(name + ", NaN and ∞ in the " + place.name().toLowerCase(Locale.ROOT), y, loss);
  }

  private static GraphCase conv(Window window, Place place) {
    var g = new ValuedGraph();
    var x = g.input("x", Shape.of(2, 8, 19, 35), strewn(81, 2 * 8 * 19 * 35, place == Place.INPUT));
    int k = window.kernelHeight();
    var shape = Shape.of(16, 8, k, k);
    var w = g.parameter("w", shape, strewn(82, shape.size(), place == Place.WEIGHT));
    var b = g.parameter("b", Shape.of(16), Numbers.of(83, 16));
    var y = g.apply("conv", new Conv2d(window), x, w, b);
    return of(g, "conv2d %d×%d s%d".formatted(k, k, window.strideHeight()), y, place);
  }

  private static GraphCase linear(Place place) {
    var g = new ValuedGraph();
    var x = g.input("x", Shape.of(7, 67), strewn(81, 7 * 67, place == Place.INPUT));
    var w = g.parameter("w", Shape.of(33, 67), strewn(82, 33 * 67, place == Place.WEIGHT));
    var b = g.parameter("b", Shape.of(33), Numbers.of(83, 33));
    return of(g, "linear", g.apply("fc", new Linear(), x, w, b), place);
  }

  private static GraphCase pool(Window window) {
    var g = new ValuedGraph();
    var numbers = strewn(81, 2 * 3 * 34 * 37, true);
    for (int i = 2; i < numbers.length; i += 2) {
      if (Float.isFinite(numbers[i])) {
        numbers[i] = Math.round(2 * numbers[i]);
      }
    }
    var y = g.apply("pool", new MaxPool2d(window), g.input("x", Shape.of(2, 3, 34, 37), numbers));
    return of(g, "max_pool2d with ties, %d×%1$d".formatted(window.kernelHeight()), y, Place.INPUT);
  }
}
