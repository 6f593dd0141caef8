package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.conformance.oracle.Float64Run;
import org.tornadonn.conformance.oracle.Moments;

/** Five steps of every optimizer on given gradients, against float64. */
class OptimizerTest {

  static Stream<Arguments> cases() {
    return DevicesUnderTest.get().present().stream()
        .flatMap(device -> OptimizerCases.all().stream().map(c -> Arguments.of(device, c)));
  }

  static List<OptimizerCase> optimizers() {
    return OptimizerCases.all();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void fiveSteps(DeviceUnderTest device, OptimizerCase c) {
    var state = c.run(device.executor());
    var expected = c.expected();
    check(c + ": w", expected, moment -> moment.w, state.w());
    for (int i = 0; i < state.moments().size(); i++) {
      int kept = i;
      check(
          c + ": " + c.optimizer().moments().get(i),
          expected,
          moment -> moment.kept[kept],
          state.moments().get(i));
    }
    int end = OptimizerCase.SIZE - OptimizerCase.TO;
    Tolerances.EXACT.check(
        c + ": parameters in front of the range",
        Float64Run.widen(Arrays.copyOf(OptimizerCase.initial(), OptimizerCase.FROM)),
        Arrays.copyOf(state.w(), OptimizerCase.FROM));
    for (var moment : state.moments()) {
      Tolerances.EXACT.check(
          c + ": moments behind the range",
          new double[end],
          Arrays.copyOfRange(moment, OptimizerCase.TO, OptimizerCase.SIZE));
    }
  }

  private static void check(
      String what, List<Moments> expected, ToDoubleFunction<Moments> part, float[] actual) {
    var right = expected.stream().mapToDouble(part).toArray();
    Tolerances.optimizer(right).check(what, right, actual);
  }

  /** No step, a step the wrong way, and any other optimizer of the list are told apart. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void toleranceHasTeeth(OptimizerCase c) {
    var right = c.expected().stream().mapToDouble(moment -> moment.w).toArray();
    var initial = OptimizerCase.initial();
    var tolerance = Tolerances.optimizer(right);
    var wrongWay = initial.clone();
    for (int i = 0; i < wrongWay.length; i++) {
      wrongWay[i] += (float) (initial[i] - right[i]);
    }
    assertFalse(tolerance.accepts(right, initial), "no step passes");
    assertFalse(tolerance.accepts(right, wrongWay), "a step the wrong way passes");
    for (var other : OptimizerCases.all()) {
      if (!other.name().equals(c.name())) {
        var wrong = new float[right.length];
        var moments = other.expected();
        for (int i = 0; i < wrong.length; i++) {
          wrong[i] = (float) moments.get(i).w;
        }
        assertFalse(tolerance.accepts(right, wrong), other + " passes as " + c);
      }
    }
  }
}
