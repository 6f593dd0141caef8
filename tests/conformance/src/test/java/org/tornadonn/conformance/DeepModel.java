package org.tornadonn.conformance;

import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.arithmetic.Add;
import org.tornadonn.plan.Shape;

/** So many layers that TornadoVM needs several TaskGraphs for one plan; cheap to compile. */
final class DeepModel {

  private DeepModel() {}

  /** A chain of 100 layers: a plan of a first TaskGraph, one between, and a last one. */
  static GraphCase chain() {
    return of(49).onEveryDevice();
  }

  /** So many that their plan has more than 1,000 calls. */
  static GraphCase thousandCalls() {
    return of(255);
  }

  /** A Linear, Add and ReLU again and again, and a Linear that shares the weights of the first. */
  private static GraphCase of(int blocks) {
    var g = new ValuedGraph();
    var shape = Shape.of(3, 5);
    var v = g.linear("fc", g.input("x", shape, Numbers.of(71, 15)), 5);
    for (int block = 0; block < blocks; block++) {
      var c = g.constant("c." + block, shape, Numbers.scaled(500 + block, 15, 0.1f));
      v = g.apply("relu." + block, new ReLU(), g.apply("add." + block, new Add(), v, c));
    }
    return g.weighted(2 * blocks + 2 + " layers", 72, g.linear("fc", v, 5));
  }
}
