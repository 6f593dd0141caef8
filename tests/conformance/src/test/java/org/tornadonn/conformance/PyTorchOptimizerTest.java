package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.conformance.oracle.Moments;

/**
 * The float64 definitions of the optimizers against PyTorch's; {@link OptimizerTest} holds every
 * device to the definitions, on the same numbers.
 */
class PyTorchOptimizerTest {

  static List<Fixture.OfOptimizer> fixtures() {
    return Fixture.optimizers();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void definitionEqualsPyTorch(Fixture.OfOptimizer fixture) {
    var c =
        OptimizerCases.all().stream()
            .filter(known -> known.name().equals(fixture.name()))
            .findFirst()
            .orElseThrow();
    var all = c.expected().subList(OptimizerCase.FROM, OptimizerCase.TO);
    check(fixture.w(), all, moment -> moment.w);
    assertEquals(c.optimizer().moments(), List.copyOf(fixture.moments().keySet()));
    int i = 0;
    for (var moment : fixture.moments().values()) {
      int kept = i++;
      check(moment, all, of -> of.kept[kept]);
    }
  }

  private static void check(double[] expected, List<Moments> all, ToDoubleFunction<Moments> part) {
    assertArrayEquals(expected, all.stream().mapToDouble(part).toArray(), Tolerances.FLOAT64);
  }

  @Test
  void everyOptimizerHasAFixture() {
    assertEquals(
        OptimizerCases.all().stream().map(OptimizerCase::name).toList(),
        fixtures().stream().map(Fixture.OfOptimizer::name).toList());
  }
}
