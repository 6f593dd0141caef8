package org.tornadonn.conformance;

import java.util.List;
import java.util.Locale;
import org.tornadonn.op.convolution.Conv2d;
import org.tornadonn.op.convolution.ConvTranspose2d;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.linear.Linear;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.plan.Operation;
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
        wide(Place.INPUT),
        wide(Place.WEIGHT),
        wide(Place.GRADIENT),
        grouped(Place.INPUT).onEveryDevice(),
        grouped(Place.WEIGHT),
        grouped(Place.GRADIENT),
        transposed(Place.INPUT),
        transposed(Place.WEIGHT),
        transposed(Place.GRADIENT),
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

  private static GraphCase grouped(Place place) {
    var window = Window.square(3, 2, 2).withDilation(2, 2);
    return conv("grouped conv2d", new Conv2d(window, 2), Shape.of(16, 4, 3, 3), 8, 16, place);
  }

  private static GraphCase transposed(Place place) {
    var operation = new ConvTranspose2d(Window.square(3, 2, 2).withDilation(1, 2), 1, 1, 2);
    return conv("conv_transpose2d", operation, Shape.of(8, 8, 3, 3), 8, 16, place);
  }

  private static GraphCase conv(Window window, Place place) {
    int k = window.kernelHeight();
    return conv("conv2d %d×%d s%d".formatted(k, k, window.strideHeight()), window, 8, 16, place);
  }

  /** Of so many channels that the JVM takes Winograd's algorithm. */
  private static GraphCase wide(Place place) {
    return conv("conv2d of 32 channels", Window.square(3, 1, 1), 32, 32, place);
  }

  private static GraphCase conv(String name, Window window, int ci, int co, Place place) {
    var shape = Shape.of(co, ci, window.kernelHeight(), window.kernelWidth());
    return conv(name, new Conv2d(window), shape, ci, co, place);
  }

  private static GraphCase conv(
      String name, Operation operation, Shape shape, int ci, int co, Place place) {
    var g = new ValuedGraph();
    int size = 2 * ci * 19 * 35;
    var x = g.input("x", Shape.of(2, ci, 19, 35), strewn(81, size, place == Place.INPUT));
    var w = g.parameter("w", shape, strewn(82, shape.size(), place == Place.WEIGHT));
    var b = g.parameter("b", Shape.of(co), Numbers.of(83, co));
    return of(g, name, g.apply("conv", operation, x, w, b), place);
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
