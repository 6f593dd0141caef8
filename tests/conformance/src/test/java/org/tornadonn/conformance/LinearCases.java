package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.List;
import org.tornadonn.op.linear.Linear;
import org.tornadonn.plan.Shape;

/** Fully connected layers: one row, one feature, 207 features, with and without bias. */
final class LinearCases {

  private LinearCases() {}

  static List<GraphCase> all() {
    var cases = new ArrayList<GraphCase>();
    cases.add(of(1, 207, 13, true).onEveryDevice());
    cases.add(of(13, 7, 33, false).onEveryDevice());
    cases.add(of(37, 413, 71, true).onEveryDevice());
    for (int n : new int[] {1, 2, 7, 33}) {
      for (int ci : new int[] {1, 5, 64, 207}) {
        for (int co : new int[] {1, 2, 13, 65}) {
          cases.add(of(n, ci, co, (n + ci + co) % 3 != 0));
        }
      }
    }
    return cases;
  }

  static GraphCase of(int n, int ci, int co, boolean bias) {
    var g = new ValuedGraph();
    var x = g.input("x", Shape.of(n, ci), Numbers.of(31, n * ci));
    g.parameter("before", Shape.of(5), Numbers.of(7, 5));
    var w = g.parameter("weight", Shape.of(co, ci), Numbers.of(32, co * ci));
    var y =
        bias
            ? g.apply(
                "fc", new Linear(), x, w, g.parameter("bias", Shape.of(co), Numbers.of(33, co)))
            : g.apply("fc", new Linear(), x, w);
    var name = "linear (%d, %d) to %d%s".formatted(n, ci, co, bias ? ", bias" : "");
    return g.weighted(name, 34, y);
  }
}
