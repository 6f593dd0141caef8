package org.tornadonn.conformance;

import java.util.List;
import org.tornadonn.op.CrossEntropy;
import org.tornadonn.op.MeanSquaredError;
import org.tornadonn.plan.Shape;

/** Losses of full and partly filled batches; what lies behind the fill must not count. */
final class LossCases {

  private LossCases() {}

  static List<GraphCase> all() {
    return List.of(
        squaredError(5, 3, 2).onEveryDevice(),
        squaredError(7, 7, 1),
        squaredError(13, 1, 207),
        squaredError(1, 1, 1),
        crossEntropy(5, 3, 7, 3).onEveryDevice(),
        crossEntropy(4, 4, 2, 1),
        crossEntropy(7, 6, 207, 10),
        crossEntropy(1, 1, 1, 1),
        largeLogits().onEveryDevice(),
        wrong());
  }

  private static GraphCase squaredError(int n, int fill, int features) {
    var g = new ValuedGraph();
    var numbers = Numbers.of(41, n * features);
    // What a former batch left in the unused rows.
    for (int i = fill * features; i < numbers.length; i++) {
      numbers[i] = i % 2 == 0 ? Float.NaN : 1e30f;
    }
    var shape = Shape.of(n, features);
    var y = g.input("y", shape, numbers);
    var t = g.constant("t", shape, Numbers.of(42, n * features));
    var loss = g.apply("mse", new MeanSquaredError(), y, t, g.control("fill", fill));
    return g.weighted("mse_loss %s, %d in use".formatted(shape, fill), 43, loss);
  }

  private static GraphCase crossEntropy(int n, int fill, int classes, float scale) {
    var numbers = Numbers.scaled(44, n * classes, scale);
    return crossEntropy(n, fill, classes, "random", numbers);
  }

  /** Logits near ±1000, where exp overflows and a logarithm of the sum has few digits left. */
  private static GraphCase largeLogits() {
    var numbers = new float[] {1000, 999.5f, 998, -1000, -1000, -1001, -1000, 0, 1000, 1, 1000, 0};
    return crossEntropy(4, 4, 3, "logits of ±1000", numbers);
  }

  /** Sure and wrong: a loss of 1000. */
  private static GraphCase wrong() {
    return crossEntropy(1, 1, 3, "sure and wrong", new float[] {1000, 0, -1000});
  }

  private static GraphCase crossEntropy(
      int n, int fill, int classes, String what, float[] numbers) {
    var g = new ValuedGraph();
    var shape = Shape.of(n, classes);
    var targets = new float[n];
    for (int i = 0; i < n; i++) {
      targets[i] = (i * 5 + 1) % classes;
    }
    for (int i = fill * classes; i < numbers.length; i++) {
      numbers[i] = i % 2 == 0 ? Float.NaN : Float.POSITIVE_INFINITY;
    }
    var y = g.input("y", shape, numbers);
    var t = g.constant("t", Shape.of(n), targets);
    var loss = g.apply("ce", new CrossEntropy(), y, t, g.control("fill", fill));
    return g.weighted("cross_entropy %s, %d in use, %s".formatted(shape, fill, what), 45, loss);
  }
}
