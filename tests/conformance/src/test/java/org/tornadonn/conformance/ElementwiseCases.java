package org.tornadonn.conformance;

import java.util.List;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.arithmetic.Add;
import org.tornadonn.op.arithmetic.Identity;
import org.tornadonn.op.shape.Flatten;
import org.tornadonn.plan.Shape;

/** ReLU, Add, Flatten and Identity. */
final class ElementwiseCases {

  private ElementwiseCases() {}

  static List<GraphCase> all() {
    return List.of(
        relu("random", Shape.of(3, 7, 1, 13), Numbers.of(21, 273)).onEveryDevice(),
        relu(
                "NaN, ±0 and ±∞",
                Shape.of(1, 8),
                Float.NaN,
                0f,
                -0f,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                Float.MIN_NORMAL,
                -Float.MIN_NORMAL,
                -1f)
            .onEveryDevice(),
        relu("one element", Shape.of(1), 0.5f),
        add(Shape.of(2, 3, 5, 7)).onEveryDevice(),
        add(Shape.of(1)),
        twice().onEveryDevice(),
        flatten(Shape.of(3, 2, 5, 1)).onEveryDevice(),
        flatten(Shape.of(1, 207)),
        identity(Shape.of(3, 2, 5, 7)).onEveryDevice(),
        identity(Shape.of(1)));
  }

  private static GraphCase relu(String what, Shape shape, float... numbers) {
    var g = new ValuedGraph();
    var y = g.apply("relu", new ReLU(), g.input("x", shape, numbers));
    return g.weighted("relu " + shape + ", " + what, 22, y);
  }

  private static GraphCase add(Shape shape) {
    var g = new ValuedGraph();
    var a = g.input("a", shape, Numbers.of(23, shape.size()));
    var b = g.input("b", shape, Numbers.of(24, shape.size()));
    return g.weighted("add " + shape, 25, g.apply("add", new Add(), a, b));
  }

  private static GraphCase twice() {
    var g = new ValuedGraph();
    var x = g.input("x", Shape.of(7, 13), Numbers.of(26, 91));
    return g.weighted("add x + x (7, 13)", 27, g.apply("add", new Add(), x, x));
  }

  private static GraphCase identity(Shape shape) {
    var g = new ValuedGraph();
    var x = g.input("x", shape, Numbers.of(30, shape.size()));
    return g.weighted("identity " + shape, 31, g.apply("identity", new Identity(), x));
  }

  private static GraphCase flatten(Shape shape) {
    var g = new ValuedGraph();
    var x = g.input("x", shape, Numbers.of(28, shape.size()));
    return g.weighted("flatten " + shape, 29, g.apply("flatten", new Flatten(), x));
  }
}
