package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions of values, forward and backward, against float64 definitions and PyTorch's numbers. */
class FunctionTest {

  static Stream<Arguments> cases() {
    return DevicesUnderTest.get().with(FunctionCases.all(), FunctionCases.covering());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void equalsItsDefinition(DeviceUnderTest device, FunctionCase c) {
    var parameters = c.onParameters();
    compare(c, parameters, DeviceRun.of(device.executor(), parameters));
    if (!device.slow()) {
      var inputs = c.onInputs();
      compare(c, inputs, DeviceRun.of(device.executor(), inputs));
      compare(c, inputs, DeviceRun.poisoned(device.executor(), inputs));
    }
  }

  private static void compare(FunctionCase c, GraphCase graph, DeviceRun run) {
    var expected = c.expected();
    assertEquals(expected.shape(), graph.result().shape());
    c.tolerance(expected.numbers()).check(graph + ": y", expected.numbers(), run.result());
    for (int i = 0; c.smooth() && i < c.inputs().size(); i++) {
      if (c.inputs().get(i).differentiable()) {
        var gradient = c.gradient(i);
        c.tolerance(gradient)
            .check(graph + ": gradient of x" + i, gradient, named(graph, run, "x" + i));
      }
    }
  }

  private static float[] named(GraphCase graph, DeviceRun run, String name) {
    return graph.differentiable().stream()
        .filter(value -> value.name().equals(name))
        .map(run::gradient)
        .findFirst()
        .orElseThrow();
  }

  static Stream<Arguments> fixtures() {
    var cases = FunctionCases.all();
    return Fixture.functions().stream()
        .map(
            fixture ->
                Arguments.of(
                    fixture,
                    cases.stream()
                        .filter(c -> c.name().equals(fixture.name()))
                        .findFirst()
                        .orElseThrow(
                            () -> new IllegalStateException("no case " + fixture.name()))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void equalsPyTorch(Fixture.OfFunction fixture, FunctionCase c) {
    assertArrayEquals(fixture.y(), c.expected().numbers(), Tolerances.PYTORCH_FUNCTIONS);
    var graph = c.onInputs();
    for (var device : DevicesUnderTest.get().jvm()) {
      var run = DeviceRun.of(device.executor(), graph);
      c.tolerance(fixture.y()).check(c + ": y", fixture.y(), run.result());
      for (int i : differentiable(c)) {
        c.tolerance(fixture.gradients()[i])
            .check(c + ": gradient of x" + i, fixture.gradients()[i], named(graph, run, "x" + i));
      }
    }
  }

  private static List<Integer> differentiable(FunctionCase c) {
    return IntStream.range(0, c.inputs().size())
        .filter(i -> c.inputs().get(i).differentiable())
        .boxed()
        .toList();
  }
}
