package org.tornadonn.conformance;

import org.tornadonn.op.Add;
import org.tornadonn.op.ReLU;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Shape;

/** So many layers that TornadoVM needs several TaskGraphs for one plan; cheap to compile. */
final class DeepModel {

  private static final int BLOCKS = 50;

  private DeepModel() {}

  /** A Linear, 50 times Add and ReLU, and a Linear that shares the weights of the first. */
  static GraphCase of() {
    var g = new ValuedGraph();
    var shape = Shape.of(3, 5);
    var v = g.linear("fc", g.input("x", shape, Numbers.of(71, 15)), 5);
    for (int block = 0; block < BLOCKS; block++) {
      var c = g.constant("c." + block, shape, Numbers.scaled(500 + block, 15, 0.1f));
      v = g.apply("relu." + block, new ReLU(), g.apply("add." + block, new Add(), v, c));
    }
    return g.weighted(2 * BLOCKS + 2 + " layers", 72, g.linear("fc", v, 5)).onEveryDevice();
  }

  static Lowering training() {
    var c = of();
    return Lowering.gradients(c.graph(), c.loss(), c.result());
  }
}
