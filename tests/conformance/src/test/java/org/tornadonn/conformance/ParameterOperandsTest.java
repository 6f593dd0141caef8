package org.tornadonn.conformance;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.plan.ShapeException;

/**
 * An operation on a parameter in place of an activation is right or refused, and never silently
 * wrong.
 */
class ParameterOperandsTest {

  static Stream<Arguments> cases() {
    return DevicesUnderTest.get().with(ParameterOperands.all());
  }

  @ParameterizedTest(name = "{0}: {1}", allowZeroInvocations = true)
  @MethodSource("cases")
  void rightOrRefused(DeviceUnderTest device, GraphCase c) {
    DeviceRun run;
    try {
      run = DeviceRun.of(device.executor(), c);
    } catch (ShapeException refused) {
      return;
    }
    compare(c, run);
  }

  static Stream<Arguments> functions() {
    return DevicesUnderTest.get().with(ParameterOperands.functions());
  }

  @ParameterizedTest(name = "{0}: {1}", allowZeroInvocations = true)
  @MethodSource("functions")
  void functionsTakeParameters(DeviceUnderTest device, GraphCase c) {
    compare(c, DeviceRun.of(device.executor(), c));
  }

  private static void compare(GraphCase c, DeviceRun run) {
    var expected = c.expected();
    var y = expected.value(c.result());
    Tolerances.wholeModel(y).check(c + ": y", y, run.result());
    for (var leaf : c.differentiable()) {
      var gradient = expected.gradient(leaf);
      Tolerances.wholeModel(gradient)
          .check(c + ": gradient of " + leaf.name(), gradient, run.gradient(leaf));
    }
  }
}
