package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.Program;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Plan;

/**
 * On a CPU behind a driver, tuned kernels pay: forward and backward pass of single operations and
 * of a model, in both versions by turns, the shortest of several runs of each.
 */
@EnabledIfSystemProperty(named = "tornadonn.long", matches = "true")
class KernelSpeedTest {

  private static final int RUNS = 10;

  private static final double WORTH_IT = 4;

  static Stream<GraphCase> cases() {
    var window = Window.square(3, 1, 1);
    return Stream.of(
        Conv2dCases.of(window, 4, 32, 32, 32, 64, true),
        Conv2dCases.of(window, 4, 64, 16, 16, 128, true),
        Conv2dCases.of(window, 4, 128, 8, 8, 128, true),
        LinearCases.of(512, 512, 512, true),
        OrientationModel.of(64, 4).c());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tunedKernelsAreFaster(GraphCase c) {
    var plan = c.training().plan();
    var cpus = KernelVersionsTest.cpus(Version.TUNED);
    for (int i = 0; i < cpus.size(); i++) {
      try (var portable = KernelVersionsTest.cpus(Version.PORTABLE).get(i).open();
          var tuned = cpus.get(i).open();
          var slow = portable.load(List.of(plan), Map.of());
          var fast = tuned.load(List.of(plan), Map.of())) {
        double slowest = Double.MAX_VALUE;
        double fastest = Double.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
          slowest = Math.min(slowest, millis(slow, plan));
          fastest = Math.min(fastest, millis(fast, plan));
        }
        var line =
            "%s on %s: portable %.2f ms, tuned %.2f ms, ratio %.1f"
                .formatted(c, cpus.get(i), slowest, fastest, slowest / fastest);
        System.out.println(line);
        assertTrue(slowest > WORTH_IT * fastest, line);
      }
    }
  }

  private static double millis(Program program, Plan plan) {
    long start = System.nanoTime();
    program.run(plan);
    return (System.nanoTime() - start) / 1e6;
  }
}
