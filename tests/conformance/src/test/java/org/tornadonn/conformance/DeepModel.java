package org.tornadonn.conformance;

import org.tornadonn.op.Add;
import org.tornadonn.op.ReLU;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Shape;

/** So many layers that TornadoVM needs several TaskGraphs for one plan. */
final class DeepModel {

  private static final int BLOCKS = 27;

  private DeepModel() {}

  /** A stack of residual Linear → ReLU → Add, with one weight for every three blocks. */
  static GraphCase of() {
    var g = new ValuedGraph();
    var v = g.input("x", Shape.of(3, 5), Numbers.of(71, 15));
    for (int block = 0; block < BLOCKS; block++) {
      var inner = g.linear("fc." + block % 9, v, 5);
      v = g.apply("add." + block, new Add(), v, g.apply("relu." + block, new ReLU(), inner));
    }
    return g.weighted(BLOCKS * 3 + " layers", 72, v).onEveryDevice();
  }

  static Lowering training() {
    var c = of();
    return Lowering.gradients(c.graph(), c.loss(), c.result());
  }
}
