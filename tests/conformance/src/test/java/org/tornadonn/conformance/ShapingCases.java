package org.tornadonn.conformance;

import java.util.List;
import org.tornadonn.op.arithmetic.Expand;
import org.tornadonn.op.arithmetic.Reshape;
import org.tornadonn.op.arithmetic.Sum;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/** Sum, Expand and Reshape. */
final class ShapingCases {

  private ShapingCases() {}

  static List<GraphCase> all() {
    return List.of(
        of(new Sum(0, 2), Shape.of(5, 7)).onEveryDevice(),
        of(new Sum(1, 1), Shape.of(3, 7, 13)).onEveryDevice(),
        of(new Sum(1, 2), Shape.of(3, 7, 13, 2)),
        of(new Sum(0, 1), Shape.of(207, 3)),
        of(new Sum(2, 1), Shape.of(1, 3, 1)),
        of(new Sum(0, 1), Shape.of(2003)).onEveryDevice(),
        of(new Sum(1, 1), Shape.of(3, 1031, 7)).onEveryDevice(),
        of(new Sum(0, 1), Shape.of(600, 1)),
        of(new Sum(0, 3), Shape.of(2, 513, 1)),
        of(new Sum(1, 1), Shape.of(4, 513, 129)),
        of(new Expand(Shape.of(5, 7)), Shape.of(5, 1)).onEveryDevice(),
        of(new Expand(Shape.of(5, 7)), Shape.of(1, 7)).onEveryDevice(),
        of(new Expand(Shape.of(3, 5, 7, 2)), Shape.of(3, 1, 1, 2)),
        of(new Expand(Shape.of(3, 5, 7)), Shape.of(1, 1, 1)),
        of(new Expand(Shape.of(2, 1, 600, 3)), Shape.of(2, 1, 1, 3)),
        of(new Expand(Shape.of(4)), Shape.of(4)),
        of(new Reshape(Shape.of(7, 15)), Shape.of(3, 5, 7)).onEveryDevice(),
        of(new Reshape(Shape.of()), Shape.of(1, 1)),
        onParameter(new Sum(0, 1), Shape.of(5, 7)),
        onParameter(new Expand(Shape.of(5, 7)), Shape.of(1, 7)),
        onParameter(new Reshape(Shape.of(35)), Shape.of(5, 7)));
  }

  private static GraphCase of(Operation operation, Shape shape) {
    var g = new ValuedGraph();
    var x = g.input("x", shape, Numbers.of(161, shape.size()));
    return g.weighted(operation + " " + shape, 162, g.apply("f", operation, x));
  }

  private static GraphCase onParameter(Operation operation, Shape shape) {
    var g = new ValuedGraph();
    g.parameter("before", Shape.of(3), Numbers.of(7, 3));
    var x = g.parameter("x", shape, Numbers.of(163, shape.size()));
    return g.weighted(operation + " of a parameter", 164, g.apply("f", operation, x));
  }
}
