package org.tornadonn.conformance;

import java.util.List;
import org.tornadonn.op.activation.Dropout;
import org.tornadonn.plan.Shape;

/** Dropouts with masks of several steps and layers. */
final class DropoutCases {

  private DropoutCases() {}

  static List<GraphCase> all() {
    return List.of(
        dropout(0.25f, 0, 1, Shape.of(3, 7, 1, 13)).onEveryDevice(),
        dropout(0.25f, 3, 1L << 40, Shape.of(5, 207)).onEveryDevice(),
        dropout(0.5f, 1, 2, Shape.of(33, 33)),
        dropout(0, 0, 1, Shape.of(2, 3)));
  }

  private static GraphCase dropout(float p, int layer, long step, Shape shape) {
    var g = new ValuedGraph();
    var x = g.input("x", shape, Numbers.of(151, shape.size()));
    var key = g.control("key", Dropout.key(42, step));
    var y = g.apply("dropout", new Dropout(p, layer, true), x, key);
    return g.weighted("dropout %s %s, step %d".formatted(p, shape, step), 152, y);
  }
}
