package org.tornadonn.conformance;

import java.util.List;
import org.tornadonn.op.activation.GELU;
import org.tornadonn.op.activation.LeakyReLU;
import org.tornadonn.op.activation.LogSoftmax;
import org.tornadonn.op.activation.LogSumExp;
import org.tornadonn.op.activation.Sigmoid;
import org.tornadonn.op.activation.Softmax;
import org.tornadonn.op.activation.Tanh;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/**
 * Sigmoid, Tanh, LeakyReLU, GELU, Softmax and their likes: small numbers, large ones, and those
 * that are none.
 */
final class ActivationCases {

  private static final float INF = Float.POSITIVE_INFINITY;
  private static final Operation GELU_ERF = new GELU(GELU.Approximate.NONE);
  private static final Operation GELU_TANH = new GELU(GELU.Approximate.TANH);

  private ActivationCases() {}

  static List<GraphCase> all() {
    return List.of(
        random(new Sigmoid(), 4).onEveryDevice(),
        random(new Sigmoid(), 100),
        special(new Sigmoid(), Float.NaN, INF, -INF, 0, -1000, 1000).onEveryDevice(),
        random(new Tanh(), 3).onEveryDevice(),
        random(new Tanh(), 1e-3f),
        special(new Tanh(), Float.NaN, INF, -INF, 0, -1000, 1000, 0.6f, -0.6f).onEveryDevice(),
        random(new LeakyReLU(0.01f), 1).onEveryDevice(),
        random(new LeakyReLU(-0.5f), 1),
        special(new LeakyReLU(0.01f), Float.NaN, INF, -INF, 0, -0f, -1e-30f),
        random(GELU_ERF, 6).onEveryDevice(),
        random(GELU_ERF, 1e-3f),
        special(GELU_ERF, Float.NaN, INF, 0, -100, 100, -5.5f).onEveryDevice(),
        random(GELU_TANH, 6).onEveryDevice(),
        special(GELU_TANH, Float.NaN, INF, 0, -100, 100, -5.5f).onEveryDevice(),
        softmax(Shape.of(5, 7), -1, 3).onEveryDevice(),
        softmax(Shape.of(2, 5, 3, 7), 1, 3).onEveryDevice(),
        softmax(Shape.of(2, 5, 3, 7), 2, 1),
        softmax(Shape.of(3, 207), 1, 10),
        softmax(Shape.of(4, 1), -1, 1),
        softmax(Shape.of(7, 2), 1, 1000),
        largeLogits(),
        along(new Softmax(0), Shape.of(5, 7), 3),
        along(new LogSoftmax(-1), Shape.of(5, 7), 3).onEveryDevice(),
        along(new LogSoftmax(1), Shape.of(2, 5, 3, 7), 3).onEveryDevice(),
        along(new LogSoftmax(0), Shape.of(5, 7), 3),
        along(new LogSoftmax(1), Shape.of(3, 207), 10),
        special(new LogSoftmax(1), -INF, 0, -1000, 2).onEveryDevice(),
        special(new LogSoftmax(1), Float.NaN, 0, 1),
        special(new LogSoftmax(1), INF, 0, 1),
        along(new LogSumExp(-1), Shape.of(5, 7), 3).onEveryDevice(),
        along(new LogSumExp(1), Shape.of(2, 5, 3, 7), 3).onEveryDevice(),
        along(new LogSumExp(0), Shape.of(207, 3), 100),
        special(new LogSumExp(1), -INF, 0, -1000, 2).onEveryDevice(),
        special(new LogSumExp(1), INF, 0, -INF).onEveryDevice(),
        special(new LogSumExp(1), Float.NaN, 0, -INF),
        special(new LogSumExp(1), -INF, -INF));
  }

  private static GraphCase along(Operation operation, Shape shape, float scale) {
    return of(operation, "±" + scale, shape, Numbers.scaled(123, shape.size(), scale));
  }

  private static GraphCase random(Operation operation, float scale) {
    return of(operation, "±" + scale, Shape.of(3, 7, 1, 13), Numbers.scaled(121, 273, scale));
  }

  private static GraphCase special(Operation operation, float... numbers) {
    return of(operation, "special", Shape.of(1, numbers.length), numbers);
  }

  private static GraphCase of(Operation operation, String what, Shape shape, float... numbers) {
    var g = new ValuedGraph();
    var y = g.apply("f", operation, g.input("x", shape, numbers));
    return g.weighted("%s %s, %s".formatted(operation, shape, what), 122, y);
  }

  private static GraphCase softmax(Shape shape, int axis, float scale) {
    var numbers = Numbers.scaled(123, shape.size(), scale);
    return of(new Softmax(axis), "±" + scale, shape, numbers);
  }

  private static GraphCase largeLogits() {
    return of(new Softmax(1), "near ±1000", Shape.of(2, 3), 1000, 999.5f, 998, -1000, -1000, -1001);
  }
}
