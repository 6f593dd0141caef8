package org.tornadonn.conformance;

import java.util.List;
import org.tornadonn.op.loss.BinaryCrossEntropyWithLogits;
import org.tornadonn.op.loss.CrossEntropy;
import org.tornadonn.op.loss.DenseCrossEntropy;
import org.tornadonn.op.loss.HuberLoss;
import org.tornadonn.op.loss.L1Loss;
import org.tornadonn.op.loss.MeanSquaredError;
import org.tornadonn.op.loss.SmoothL1Loss;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/** Losses of full and partly filled batches; what lies behind the fill must not count. */
final class LossCases {

  private LossCases() {}

  static List<GraphCase> all() {
    return List.of(
        pointwise(new MeanSquaredError(), 5, 3, 2).onEveryDevice(),
        pointwise(new MeanSquaredError(), 7, 7, 1),
        pointwise(new MeanSquaredError(), 13, 1, 207),
        pointwise(new MeanSquaredError(), 1, 1, 1),
        pointwise(new L1Loss(), 5, 3, 2).onEveryDevice(),
        pointwise(new L1Loss(), 13, 1, 207),
        pointwise(new HuberLoss(0.5f), 5, 3, 2).onEveryDevice(),
        pointwise(new HuberLoss(2), 7, 7, 1),
        pointwise(new HuberLoss(0.25f), 13, 1, 207),
        pointwise(new SmoothL1Loss(0.5f), 5, 3, 2).onEveryDevice(),
        pointwise(new SmoothL1Loss(0), 7, 7, 13),
        binary(5, 3, 2, 5).onEveryDevice(),
        binary(7, 7, 1, 1),
        binary(13, 1, 207, 100),
        crossEntropy(new CrossEntropy(0.1f), 5, 3, 7, 3).onEveryDevice(),
        crossEntropy(new CrossEntropy(0.5f), 7, 6, 207, 10),
        crossEntropy(5, 3, 7, 3).onEveryDevice(),
        crossEntropy(4, 4, 2, 1),
        crossEntropy(7, 6, 207, 10),
        crossEntropy(1, 1, 1, 1),
        dense(0, DenseCrossEntropy.NONE, 3, 5).onEveryDevice(),
        dense(0.1f, 1, 2, 7, 3, 5).onEveryDevice(),
        dense(0.5f, -100, 1, 207),
        dense(0, 0, 13, 2, 1, 1, 7),
        largeLogits().onEveryDevice(),
        wrong());
  }

  private static GraphCase pointwise(Operation operation, int n, int fill, int features) {
    return pointwise(operation, n, fill, features, 1, Numbers.of(42, n * features));
  }

  /** Targets of yes, no, and anything between. */
  private static GraphCase binary(int n, int fill, int features, float scale) {
    var targets = Numbers.of(42, n * features);
    for (int i = 0; i < targets.length; i++) {
      targets[i] = i % 3 == 0 ? (1 + targets[i]) / 2 : i % 2;
    }
    return pointwise(new BinaryCrossEntropyWithLogits(), n, fill, features, scale, targets);
  }

  private static GraphCase pointwise(
      Operation operation, int n, int fill, int features, float scale, float... targets) {
    var g = new ValuedGraph();
    var numbers = Numbers.scaled(41, n * features, scale);
    // What a former batch left in the unused rows.
    for (int i = fill * features; i < numbers.length; i++) {
      numbers[i] = i % 2 == 0 ? Float.NaN : 1e30f;
    }
    var shape = Shape.of(n, features);
    var y = g.input("y", shape, numbers);
    var t = g.constant("t", shape, targets);
    var loss = g.apply("loss", operation, y, t, g.control("fill", fill));
    return g.weighted("%s %s, %d in use".formatted(operation, shape, fill), 43, loss);
  }

  /** Logits of each class, of which some weigh nothing, and targets of which some are left out. */
  private static GraphCase dense(float smoothing, float ignore, int... dims) {
    var g = new ValuedGraph();
    var shape = Shape.of(dims);
    int classes = dims[1];
    var inner = shape.sample().sample().batch(dims[0]);
    var targets = new float[inner.size()];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = i % 4 == 1 && ignore != DenseCrossEntropy.NONE ? ignore : (i * 5 + 1) % classes;
    }
    var weights = new float[classes];
    float total = 0;
    for (int j = 0; j < classes; j++) {
      weights[j] = j % 3 == 2 ? 0 : 0.5f + j % 5;
      total += weights[j];
    }
    var y = g.input("y", shape, Numbers.scaled(46, shape.size(), 3));
    var t = g.constant("t", inner, targets);
    var w = g.constant("w", Shape.of(classes), weights);
    var loss = g.apply("ce", new DenseCrossEntropy(smoothing, ignore, total), y, t, w);
    return g.weighted(
        "dense %s, smoothing %s, without %s".formatted(shape, smoothing, ignore), 45, loss);
  }

  private static GraphCase crossEntropy(int n, int fill, int classes, float scale) {
    return crossEntropy(new CrossEntropy(), n, fill, classes, scale);
  }

  private static GraphCase crossEntropy(
      Operation operation, int n, int fill, int classes, float scale) {
    var numbers = Numbers.scaled(44, n * classes, scale);
    return crossEntropy(operation, n, fill, classes, "random", numbers);
  }

  /** Logits near ±1000, where exp overflows and a logarithm of the sum has few digits left. */
  private static GraphCase largeLogits() {
    var numbers = new float[] {1000, 999.5f, 998, -1000, -1000, -1001, -1000, 0, 1000, 1, 1000, 0};
    return crossEntropy(new CrossEntropy(), 4, 4, 3, "logits of ±1000", numbers);
  }

  /** Sure and wrong: a loss of 1000. */
  private static GraphCase wrong() {
    return crossEntropy(
        new CrossEntropy(), 1, 1, 3, "sure and wrong", new float[] {1000, 0, -1000});
  }

  private static GraphCase crossEntropy(
      Operation operation, int n, int fill, int classes, String what, float[] numbers) {
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
    var loss = g.apply("ce", operation, y, t, g.control("fill", fill));
    return g.weighted("%s %s, %d in use, %s".formatted(operation, shape, fill, what), 45, loss);
  }
}
