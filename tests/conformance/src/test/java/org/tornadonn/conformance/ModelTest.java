package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphs that are no chains, frozen parameters, and a plan too long for one TaskGraph. */
class ModelTest {

  static Stream<Arguments> cases() {
    var cases = new ArrayList<>(ModelCases.all());
    cases.add(DeepModel.chain());
    cases.add(DeepModel.thousandCalls());
    cases.add(ParameterOperands.flattened());
    return DevicesUnderTest.get().with(cases);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void equalsItsDefinition(DeviceUnderTest device, GraphCase c) {
    var run = DeviceRun.of(device.executor(), c);
    compare(c, run);
    var loss = c.expected().value(c.loss());
    Tolerances.wholeModel(loss).check(c + ": loss", loss, run.loss());
    checkFrozen(c, run);
  }

  /** Result and all gradients against float64. */
  static void compare(GraphCase c, DeviceRun run) {
    var expected = c.expected();
    var y = expected.value(c.result());
    Tolerances.wholeModel(y).check(c + ": y", y, run.result());
    for (var leaf : c.differentiable()) {
      var gradient = expected.gradient(leaf);
      Tolerances.wholeModel(gradient)
          .check(c + ": gradient of " + leaf.name(), gradient, run.gradient(leaf));
    }
  }

  /** The flat gradient is full of NaN before the run: frozen parameters must find zeros there. */
  private static void checkFrozen(GraphCase c, DeviceRun run) {
    int at = 0;
    for (var parameter : c.graph().parameters().values()) {
      for (int i = 0; i < parameter.shape().size(); i++, at++) {
        if (!parameter.needsGradient()) {
          assertEquals(0, run.flatGradient()[at], c + ": gradient of frozen " + parameter.name());
        }
      }
    }
    assertEquals(at, run.flatGradient().length);
  }

  @Test
  void deepModelsAreDeep() {
    assertEquals(100, DeepModel.chain().graph().nodes().size() - 1);
    // A TaskGraph holds 90 calls.
    int calls = DeepModel.chain().training().plan().calls().size();
    assertTrue(calls > 2 * 90, calls + " calls");
    int more = DeepModel.thousandCalls().training().plan().calls().size();
    assertTrue(more >= 1000, more + " calls");
  }
}
