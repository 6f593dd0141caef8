package org.tornadonn.conformance;

import java.util.List;
import org.tornadonn.op.BatchNorm2d;
import org.tornadonn.op.BatchNorm2dInference;
import org.tornadonn.plan.Shape;

/** Batch norms of full and partly filled batches, whose rest must not count, and in evaluation. */
final class BatchNormCases {

  private BatchNormCases() {}

  static List<GraphCase> all() {
    return List.of(
        training(Shape.of(3, 5, 7, 3), 2, 0).onEveryDevice(),
        training(Shape.of(7, 1, 1, 13), 7, 0),
        training(Shape.of(13, 33, 1, 1), 13, 0),
        training(Shape.of(2, 3, 5, 207), 1, 0),
        training(Shape.of(5, 3, 4, 4), 5, 100),
        inference(Shape.of(3, 5, 7, 3)).onEveryDevice(),
        inference(Shape.of(1, 1, 1, 1)));
  }

  /** With an offset of the inputs, which a variance in one pass would not survive. */
  static GraphCase training(Shape shape, int fill, float offset) {
    var g = new ValuedGraph();
    var numbers = Numbers.of(141, shape.size());
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] += offset;
    }
    int c = shape.dim(1);
    g.state("before", Shape.of(2), 3, 4);
    var y =
        g.apply(
            "norm",
            new BatchNorm2d(1e-5f, 0.1f),
            g.input("x", shape, numbers),
            g.parameter("w", Shape.of(c), Numbers.of(142, c)),
            g.parameter("b", Shape.of(c), Numbers.of(143, c)),
            g.state("mean", Shape.of(c), Numbers.of(144, c)),
            g.state("variance", Shape.of(c), positive(145, c)),
            g.state("batches", Shape.of(1), 6),
            g.control("fill", fill));
    // The loss of samples that are not in use is 0.
    var weights = Numbers.of(146, shape.size());
    java.util.Arrays.fill(weights, fill * shape.sample().size(), weights.length, 0);
    var loss = g.apply("loss", new WeightedSum(), y, g.constant("r", shape, weights));
    return g.losing(
        "batch_norm2d %s, %d in use, around %s".formatted(shape, fill, offset), y, loss);
  }

  private static GraphCase inference(Shape shape) {
    var g = new ValuedGraph();
    int c = shape.dim(1);
    g.state("before", Shape.of(2), 3, 4);
    var y =
        g.apply(
            "norm",
            new BatchNorm2dInference(1e-5f),
            g.input("x", shape, Numbers.of(141, shape.size())),
            g.parameter("w", Shape.of(c), Numbers.of(142, c)),
            g.parameter("b", Shape.of(c), Numbers.of(143, c)),
            g.state("mean", Shape.of(c), Numbers.of(144, c)),
            g.state("variance", Shape.of(c), positive(145, c)));
    return g.weighted("batch_norm2d %s in evaluation".formatted(shape), 146, y);
  }

  private static float[] positive(int seed, int size) {
    var numbers = Numbers.of(seed, size);
    for (int i = 0; i < size; i++) {
      numbers[i] = 0.5f + Math.abs(numbers[i]);
    }
    return numbers;
  }
}
