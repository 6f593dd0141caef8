package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.conformance.oracle.Definitions;
import org.tornadonn.conformance.oracle.Elementary;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** Elementwise functions on devices, and their float64 definitions, against PyTorch's numbers. */
class PyTorchElementwiseTest {

  static List<Fixture.OfElementwise> fixtures() {
    return Fixture.elementwise();
  }

  static Stream<Arguments> cases() {
    return DevicesUnderTest.get().present().stream()
        .flatMap(device -> fixtures().stream().map(f -> Arguments.of(device, f)));
  }

  @Test
  void everyFunctionHasNumbers() {
    assertEquals(
        Elementary.table().stream().map(Elementary::toString).collect(Collectors.toSet()),
        fixtures().stream().map(Fixture.OfElementwise::name).collect(Collectors.toSet()));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void deviceEqualsPyTorch(DeviceUnderTest device, Fixture.OfElementwise fixture) {
    var c = build(fixture);
    var run = DeviceRun.of(device.executor(), c);
    var node = c.graph().nodes().getFirst();
    var definition = Definitions.of(node);
    var in = c.expected().operands(node);
    var dy = c.expected().gradient(node.output());
    Tolerances.of(definition.result(in)).check(fixture + ": y", fixture.y(), run.result());
    for (int i = 0; i < fixture.gradients().length; i++) {
      if (node.inputs().get(i).needsGradient()) {
        Tolerances.of(definition.gradient(i, in, dy))
            .check(
                fixture + ": gradient of operand " + i,
                fixture.gradients()[i],
                run.gradient(node.inputs().get(i)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void definitionEqualsPyTorch(Fixture.OfElementwise fixture) {
    var c = build(fixture);
    var expected = c.expected();
    assertArrayEquals(fixture.y(), expected.value(c.result()), Tolerances.FLOAT64);
    var operands = c.graph().nodes().getFirst().inputs();
    for (int i = 0; i < fixture.gradients().length; i++) {
      if (fixture.gradients()[i].length > 0) {
        assertArrayEquals(
            fixture.gradients()[i], expected.gradient(operands.get(i)), Tolerances.FLOAT64);
      }
    }
  }

  private static GraphCase build(Fixture.OfElementwise fixture) {
    var line =
        Elementary.table().stream()
            .filter(l -> l.toString().equals(fixture.name()))
            .findFirst()
            .orElseThrow();
    var g = new ValuedGraph();
    var operands = new Value[fixture.operands().length];
    for (int i = 0; i < operands.length; i++) {
      var numbers = fixture.operands()[i];
      var shape = Shape.of(numbers.length);
      operands[i] =
          fixture.gradients()[i].length > 0 && !line.isFlat()
              ? g.input("operand " + i, shape, numbers)
              : g.constant("operand " + i, shape, numbers);
    }
    var y = g.apply("f", line.operation(), operands);
    if (!line.isFlat()) {
      return g.weighted(fixture.name(), 900, y);
    }
    var trained = g.input("trained", Shape.of(3), Numbers.of(901, 3));
    return g.sum(fixture.name(), y, g.weightedSum("loss", 902, trained));
  }
}
