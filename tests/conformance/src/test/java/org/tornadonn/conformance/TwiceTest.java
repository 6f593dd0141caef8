package org.tornadonn.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.conformance.oracle.Definitions;
import org.tornadonn.conformance.oracle.Sum;

/**
 * Gradients really add: every operation applied twice to the same operands, its two results
 * weighted differently.
 */
class TwiceTest {

  static Stream<Arguments> cases() {
    return DevicesUnderTest.get().with(TwiceCases.all(), TwiceCases.covering());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void gradientsAdd(DeviceUnderTest device, GraphCase c) {
    var expected = c.expected();
    var node = c.graph().nodes().getFirst();
    var in = expected.operands(node);
    var dy = expected.gradient(node.output());
    var runs =
        device.slow()
            ? List.of(DeviceRun.of(device.executor(), c))
            : List.of(DeviceRun.of(device.executor(), c), DeviceRun.poisoned(device.executor(), c));
    for (var run : runs) {
      for (var leaf : c.differentiable()) {
        int input = node.inputs().indexOf(leaf);
        var sum = Definitions.of(node).gradient(Math.max(input, 0), in, dy);
        Tolerances.of(new Sum(2 * Math.max(sum.length(), 1), Math.max(1e-30, largest(sum, dy))))
            .check(c + ": gradient of " + leaf.name(), expected.gradient(leaf), run.gradient(leaf));
      }
    }
  }

  private static double largest(Sum sum, double[] dy) {
    return sum.length() == 0 ? Sum.magnitude(dy) : sum.largest();
  }
}
