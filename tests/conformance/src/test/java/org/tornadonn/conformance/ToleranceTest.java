package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.conformance.oracle.Definition;
import org.tornadonn.conformance.oracle.Definitions;

/** Tolerances have teeth: zeros, a swapped sign and a dropped term are too far off. */
class ToleranceTest {

  /** The chosen cases with finite numbers; views compute nothing, and what is flat is exact. */
  static Stream<GraphCase> cases() {
    return OperationCases.chosen().stream()
        .filter(c -> !c.graph().nodes().getFirst().operation().isView())
        .filter(c -> c.graph().nodes().getFirst().operation().passesGradient())
        .filter(c -> Double.isFinite(c.expected().loss()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void resultHasTeeth(GraphCase c) {
    var run = c.expected();
    var node = c.graph().nodes().getFirst();
    var definition = Definitions.of(node);
    var in = run.operands(node);
    var tolerance = Tolerances.of(definition.result(in));
    rejectsZerosAndSigns(tolerance, run.value(node.output()));
    for (var leaf : c.differentiable()) {
      int input = node.inputs().indexOf(leaf);
      if (input >= 0 && !isFlat(run.gradient(leaf))) {
        var without = in.clone();
        without[input] = without(in[input], run.gradient(leaf));
        assertFalse(
            tolerance.accepts(definition.forward(without), narrow(run.value(node.output()))),
            "the result passes without a term of " + leaf.name());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsHaveTeeth(GraphCase c) {
    var run = c.expected();
    var node = c.graph().nodes().getFirst();
    var definition = Definitions.of(node);
    var in = run.operands(node);
    var dy = run.gradient(node.output());
    for (var leaf : c.differentiable()) {
      int input = node.inputs().indexOf(leaf);
      if (input >= 0 && !isFlat(run.gradient(leaf))) {
        var tolerance = Tolerances.of(definition.gradient(input, in, dy));
        rejectsZerosAndSigns(tolerance, run.gradient(leaf));
        rejectsDroppedTerm(tolerance, definition, input, in, dy);
      }
    }
  }

  /**
   * Whether a result does not depend on an operand, such as on the one that gives copysign its
   * sign.
   */
  private static boolean isFlat(double[] gradient) {
    return Arrays.stream(gradient).allMatch(each -> each == 0);
  }

  private static void rejectsDroppedTerm(
      Tolerance tolerance, Definition definition, int input, double[][] in, double[] dy) {
    var right = definition.backward(in, dy)[input];
    var less = definition.backward(in, without(dy, dy))[input];
    boolean terms = !Arrays.equals(right, less);
    assertTrue(terms || dy.length > 1, "the gradient does not depend on dy");
    assertFalse(terms && tolerance.accepts(less, narrow(right)), "passes without a term of dy");
  }

  private static void rejectsZerosAndSigns(Tolerance tolerance, double[] right) {
    assertTrue(tolerance.accepts(right, narrow(right)), "the right numbers are refused");
    assertFalse(tolerance.accepts(right, new float[right.length]), "zeros pass");
    int median = median(right);
    var swapped = narrow(right);
    swapped[median] = -swapped[median];
    assertFalse(tolerance.accepts(right, swapped), "a swapped sign passes");
  }

  /** The values with one set to 0: the one whose contribution, value × gradient, is the median. */
  private static double[] without(double[] values, double[] gradient) {
    var contributions = new double[values.length];
    Arrays.setAll(contributions, i -> values[i] * gradient[i]);
    var without = values.clone();
    without[median(contributions)] = 0;
    return without;
  }

  /** The index of the median magnitude among those that are not 0. */
  private static int median(double[] values) {
    var order =
        IntStream.range(0, values.length)
            .filter(i -> values[i] != 0)
            .boxed()
            .sorted((a, b) -> Double.compare(Math.abs(values[a]), Math.abs(values[b])))
            .toList();
    return order.get(order.size() / 2);
  }

  private static float[] narrow(double[] values) {
    var narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  @Test
  void nanAndInfinityMustBeMet() {
    var loose = new Tolerance(1, 1e9);
    var nan = new double[] {Double.NaN};
    assertTrue(loose.accepts(nan, new float[] {Float.NaN}));
    assertFalse(loose.accepts(nan, new float[] {0}));
    assertFalse(loose.accepts(new double[] {0}, new float[] {Float.NaN}));
    assertFalse(loose.accepts(new double[] {1}, new float[] {Float.POSITIVE_INFINITY}));
    assertFalse(
        loose.accepts(
            new double[] {Double.POSITIVE_INFINITY}, new float[] {Float.NEGATIVE_INFINITY}));
    assertFalse(loose.accepts(new double[2], new float[1]), "a missing element passes");
  }
}
