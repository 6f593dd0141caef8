package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.conformance.oracle.Float64Run;
import org.tornadonn.conformance.oracle.Sum;

/** The gradients of the float64 definitions against central differences of their results. */
class DefinitionTest {

  private static final double STEP = 1e-5;

  /** How many elements of a tensor are tried. */
  private static final int ELEMENTS = 24;

  /** All chosen cases whose numbers are finite: elsewhere there are no differences to take. */
  static Stream<GraphCase> cases() {
    return Stream.of(OperationCases.chosen(), ModelCases.all())
        .flatMap(List::stream)
        .filter(DefinitionTest::isSmooth);
  }

  private static boolean isSmooth(GraphCase c) {
    return !c.name().contains("ties")
        && c.leaves().values().stream()
            .allMatch(
                numbers -> {
                  double sum = 0;
                  for (float number : numbers) {
                    sum += number;
                  }
                  return Double.isFinite(sum) && !Arrays.equals(numbers, new float[0]);
                });
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientEqualsFiniteDifferences(GraphCase c) {
    var run = c.expected();
    var leaves = Float64Run.widen(c.leaves());
    for (var leaf : c.differentiable()) {
      var gradient = run.gradient(leaf);
      var numbers = leaves.getOrDefault(leaf, gradient);
      double allowed = Tolerances.FINITE_DIFFERENCES * Math.max(1, Sum.magnitude(gradient));
      int stride = Math.ceilDiv(numbers.length, ELEMENTS);
      for (int i = 0; i < numbers.length; i += stride) {
        double value = numbers[i];
        numbers[i] = value + STEP;
        double above = Float64Run.forward(c.graph(), leaves, c.loss()).loss();
        numbers[i] = value - STEP;
        double below = Float64Run.forward(c.graph(), leaves, c.loss()).loss();
        numbers[i] = value;
        assertEquals(
            (above - below) / (2 * STEP),
            gradient[i],
            allowed,
            c + ": gradient of " + leaf.name() + "[" + i + "]");
      }
    }
  }
}
