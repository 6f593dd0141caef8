package org.tornadonn.conformance;

import java.util.List;
import org.tornadonn.plan.Value;

/** The chosen cases with their operation applied a second time to the same operands. */
final class TwiceCases {

  private TwiceCases() {}

  static List<GraphCase> all() {
    return OperationCases.chosen().stream()
        .filter(c -> c.leaves().values().stream().allMatch(TwiceCases::finite))
        .map(TwiceCases::twice)
        .toList();
  }

  /** Those that run on every device: some that bring every kernel that adds. */
  static List<GraphCase> covering() {
    return new Covering(call -> !call.adds().isEmpty()).of(all(), c -> c);
  }

  private static boolean finite(float[] numbers) {
    double sum = 0;
    for (float number : numbers) {
      sum += number;
    }
    return Double.isFinite(sum) && Math.abs(sum) < 1e20;
  }

  private static GraphCase twice(GraphCase c) {
    var node = c.graph().nodes().getFirst();
    var g = new ValuedGraph(c.graph(), c.leaves());
    var again = g.apply("again", node.operation(), node.inputs().toArray(new Value[0]));
    return g.sum(c.name() + ", twice", again, c.loss(), g.weightedSum("loss again", 91, again));
  }
}
