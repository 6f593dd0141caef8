package org.tornadonn.cli.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.cli.Cli.done;
import static org.tornadonn.cli.Cli.refused;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadonn.cli.Cli;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.Timing;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Benchmark;
import org.tornadonn.train.Ceilings;

/** What a device does beside what it could do. */
class BenchCommandTest {

  /** 10 GFLOP/s, 4 GB/s. */
  private static final Ceilings CEILINGS =
      new Ceilings(1e10, List.of(new Ceilings.CopySpeed(1000, 4e9)));

  @Test
  void sharesAndRatios() {
    var product = call("product", 500, 100_000);
    var clamp = call("clamp", 500, 500);
    var tiny = call("tiny", 10, 10);
    var fused =
        new Benchmark(
            "training",
            4,
            1000,
            List.of(timing(20, product, clamp), timing(1, clamp), timing(1, tiny)));
    var portable =
        new Benchmark(
            "training",
            4,
            250,
            List.of(timing(60, product), timing(20, clamp), timing(2, clamp), timing(3, tiny)));
    var report = BenchReport.of(fused, CEILINGS, portable);
    var lines = report.calls();
    assertEquals(100_500 / 20e-6 / 1e9, lines.get(0).gflops(), 1e-9);
    assertNear(0.5025, lines.get(0).share());
    assertEquals("FMA", lines.get(0).limit());
    assertNear(4, lines.get(0).faster());
    assertEquals(2, lines.get(1).gigabytes(), 1e-9);
    assertNear(0.5, lines.get(1).share());
    assertEquals("copy", lines.get(1).limit());
    assertNear(2, lines.get(1).faster());
    assertNull(lines.get(2).share());
    assertNear(3, lines.get(2).faster());
    assertNear(4, report.faster());
    assertEquals(101_010 * 250 / 1e10, report.share(), 1e-9);
    assertNull(BenchReport.of(fused, CEILINGS, null).calls().getFirst().faster());
  }

  private static void assertNear(double expected, @Nullable Double actual) {
    assertEquals(expected, Objects.requireNonNull(actual), 1e-9);
  }

  private static KernelCall call(String step, int floats, long flops) {
    var slice = new Buffer(step, Shape.of(floats), Role.ACTIVATION).whole();
    return new KernelCall(
        "layer",
        "test",
        step,
        List.of(slice),
        List.of(),
        List.of(),
        false,
        flops,
        _ -> {
          throw new AssertionError("nothing runs");
        });
  }

  private static Timing timing(double micros, KernelCall... calls) {
    return new Timing(new Placement(Arrays.asList(calls), Version.FUSED, ""), 0, micros);
  }

  /** Takes the time that a measurement takes. */
  @Test
  @EnabledIfSystemProperty(named = "tornadonn.long", matches = "true")
  void everyCallStandsBesideThePeak() throws Exception {
    var cli =
        done(Cli.run("bench", "--device", "jvm", "--gemm", 128, "--against", "portable", "--json"));
    var answer = Cli.json(cli.out()).getFirst();
    double peak = answer.get("peakGflops").asDouble();
    assertEquals("jvm", answer.get("device").asText());
    assertEquals(128, answer.get("batch").asInt());
    assertTrue(peak > 1, "peak " + peak);
    assertTrue(answer.get("copies").size() > 3, answer.get("copies").toString());
    assertEquals(2, answer.get("steps").size());
    var forward = answer.get("steps").get(1).get("calls");
    assertEquals(2, forward.size());
    for (var call : forward) {
      double gflops = call.get("gflops").asDouble();
      assertEquals(2e-3 * 128 * 128 * 128 / call.get("micros").asDouble(), gflops, 1e-6 * gflops);
      assertTrue(call.get("faster").asDouble() > 0);
    }
    var training = answer.get("steps").get(0);
    assertEquals("training", training.get("kind").asText());
    double speed = training.get("samplesPerSecond").asDouble();
    double products = 5 * 2e-9 * 128 * 128 * speed; // the first layer needs no input gradient
    assertTrue(training.get("gflops").asDouble() > products, training.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--gemm 0 | --gemm must be at least 1, not 0",
        "--gemm 8 --batch 4 | --gemm N has a batch of N: leave out --batch",
        "--gemm 8 --image-size 64 | --gemm takes the place of a model",
        "--batch 0 | --batch must be at least 1, not 0",
        "--image-size 33 | multiple of 32",
        "--against fused | --against takes portable or tuned, not fused"
      })
  void wrongUsage(String options, String message) {
    refused(2, Cli.run((Object[]) ("bench --device jvm " + options).split(" ")), message);
  }
}
