package org.tornadonn.conformance;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.conformance.oracle.Definitions;

/** Every operation, forward and backward, against its float64 definition. */
class OperationTest {

  static Stream<Arguments> cases() {
    return DevicesUnderTest.get().with(OperationCases.all(), OperationCases.covering());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void equalsItsDefinition(DeviceUnderTest device, GraphCase c) {
    compare(device, c, DeviceRun.of(device.executor(), c));
    if (!device.slow()) {
      compare(device, c, DeviceRun.poisoned(device.executor(), c));
    }
  }

  static void compare(DeviceUnderTest device, GraphCase c, DeviceRun run) {
    var expected = c.expected();
    var node = c.graph().nodes().getFirst();
    var definition = Definitions.of(node);
    var in = expected.operands(node);
    var dy = expected.gradient(node.output());
    var y = Tolerances.of(definition.result(in));
    y.check(c + ": y", expected.value(node.output()), run.result());
    note(device, c, "y", y.share(expected.value(node.output()), run.result()));
    for (var leaf : c.differentiable()) {
      int input = node.inputs().indexOf(leaf);
      var tolerance =
          input < 0 ? Tolerances.EXACT : Tolerances.of(definition.gradient(input, in, dy));
      tolerance.check(
          c + ": gradient of " + leaf.name(), expected.gradient(leaf), run.gradient(leaf));
      note(device, c, "gradient", tolerance.share(expected.gradient(leaf), run.gradient(leaf)));
    }
  }

  private static void note(DeviceUnderTest device, GraphCase c, String what, double share) {
    var operation = c.graph().nodes().getFirst().operation().name();
    SuiteReport.note(device, operation + " " + what, share);
  }
}
