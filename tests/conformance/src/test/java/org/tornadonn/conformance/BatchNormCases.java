package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.normalization.BatchNorm2d;
import org.tornadonn.op.normalization.BatchNorm2dInference;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

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
        training(Shape.of(3, 5, 7, 3), 2, 0, null, false).onEveryDevice(),
        training(Shape.of(2, 3, 5, 207), 1, 0, 0.1f, false),
        inference(Shape.of(3, 5, 7, 3), true).onEveryDevice(),
        inference(Shape.of(1, 1, 1, 1), true),
        inference(Shape.of(3, 5, 7, 3), false).onEveryDevice());
  }

  static GraphCase training(Shape shape, int fill, float offset) {
    return training(shape, fill, offset, 0.1f, true);
  }

  /**
   * A case while training.
   *
   * @param offset of the inputs, which a variance in one pass would not survive
   */
  static GraphCase training(
      Shape shape, int fill, float offset, @Nullable Float momentum, boolean affine) {
    var g = new ValuedGraph();
    var numbers = Numbers.of(141, shape.size());
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] += offset;
    }
    g.state("before", Shape.of(2), 3, 4);
    var operands = operands(g, shape, numbers, affine);
    operands.add(g.state("batches", Shape.of(1), 6));
    operands.add(g.control("fill", fill));
    var y = g.apply("norm", new BatchNorm2d(1e-5f, momentum), operands.toArray(Value[]::new));
    // The loss of samples that are not in use is 0.
    var weights = Numbers.of(146, shape.size());
    java.util.Arrays.fill(weights, fill * shape.sample().size(), weights.length, 0);
    var loss = g.apply("loss", new WeightedSum(), y, g.constant("r", shape, weights));
    return g.losing(
        "batch_norm2d %s, %d in use, around %s%s%s"
            .formatted(
                shape,
                fill,
                offset,
                momentum == null ? ", without momentum" : "",
                affine ? "" : ", not affine"),
        y,
        loss);
  }

  private static List<Value> operands(ValuedGraph g, Shape shape, float[] numbers, boolean affine) {
    var channels = Shape.of(shape.dim(1));
    int c = channels.size();
    var operands = new ArrayList<Value>();
    operands.add(g.input("x", shape, numbers));
    if (affine) {
      operands.add(g.parameter("w", channels, Numbers.of(142, c)));
      operands.add(g.parameter("b", channels, Numbers.of(143, c)));
    }
    operands.add(g.state("mean", channels, Numbers.of(144, c)));
    operands.add(g.state("variance", channels, positive(145, c)));
    return operands;
  }

  private static GraphCase inference(Shape shape, boolean affine) {
    var g = new ValuedGraph();
    g.state("before", Shape.of(2), 3, 4);
    var operands = operands(g, shape, Numbers.of(141, shape.size()), affine);
    var y = g.apply("norm", new BatchNorm2dInference(1e-5f), operands.toArray(Value[]::new));
    return g.weighted(
        "batch_norm2d %s in evaluation%s".formatted(shape, affine ? "" : ", not affine"), 146, y);
  }

  private static float[] positive(int seed, int size) {
    var numbers = Numbers.of(seed, size);
    for (int i = 0; i < size; i++) {
      numbers[i] = 0.5f + Math.abs(numbers[i]);
    }
    return numbers;
  }
}
