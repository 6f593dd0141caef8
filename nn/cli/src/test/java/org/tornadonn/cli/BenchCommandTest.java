package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.cli.Cli.done;
import static org.tornadonn.cli.Cli.refused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How near to its peak the JVM runs two matrix products. */
class BenchCommandTest {

  @Test
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
      assertEquals(gflops / peak, call.get("share").asDouble(), 1e-6);
      assertEquals("FMA", call.get("limit").asText());
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
