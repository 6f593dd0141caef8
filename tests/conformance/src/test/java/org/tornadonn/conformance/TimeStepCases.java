package org.tornadonn.conformance;

import java.util.List;
import org.tornadonn.op.recurrent.TimeStep;
import org.tornadonn.plan.Shape;

/** Steps of a sequence: the first, one in the middle, and the only one. */
final class TimeStepCases {

  private TimeStepCases() {}

  static List<GraphCase> all() {
    return List.of(
        of(0, Shape.of(3, 2, 7)), of(3, Shape.of(5, 3, 13)).onEveryDevice(), of(0, Shape.of(1, 4)));
  }

  private static GraphCase of(int index, Shape shape) {
    var g = new ValuedGraph();
    var x = g.input("x", shape, Numbers.of(171, shape.size()));
    return g.weighted(
        "time_step %d of %s".formatted(index, shape),
        172,
        g.apply("step", new TimeStep(index), x));
  }
}
