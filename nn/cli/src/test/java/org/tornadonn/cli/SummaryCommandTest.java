package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.tornadonn.cli.Cli.done;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadonn.exec.jvm.Vectors;

/** What a model is made of, and what runs it. */
class SummaryCommandTest {

  private static final OrientationRun RUN = OrientationRun.once();

  @Test
  void summarySaysWhereEachCallRuns() throws Exception {
    var cli =
        done(
            Cli.run(
                "summary",
                "--model",
                RUN.model(),
                "--placement",
                "--batch",
                4,
                "--json",
                "--device",
                "jvm"));
    var lines = Cli.json(cli.out()).getFirst().get("placement");
    var steps = new java.util.TreeSet<String>();
    for (var line : lines) {
      assertEquals("jvm", line.get("device").asText());
      assertTrue(List.of("portable", "tuned", "fused").contains(line.get("version").asText()));
      assertTrue(line.get("runMicros").asDouble() > 0);
      for (var call : line.get("calls")) {
        steps.add(call.get("layer").asText() + " " + call.get("step").asText());
      }
    }
    assertTrue(
        steps.containsAll(List.of("conv.0 forward", "fc.2 weight gradient", " update")),
        steps.toString());
    var table =
        done(Cli.run("summary", "--model", RUN.model(), "--placement", "--device", "jvm")).out();
    assertTrue(table.contains("linear weight gradient"), table);
    assertTrue(table.contains("portable"), table);
  }

  @ParameterizedTest
  @CsvSource({"portable, 1, portable", "tuned, 1, tuned", "fused, 3, fused"})
  void kernelsSaysHowFarTheJvmGoes(String kernels, int calls, String version) throws Exception {
    assumeTrue(
        kernels.equals("portable") || Vectors.here() == Vectors.VECTOR_API,
        "there is no Vector API");
    var cli =
        done(
            Cli.run(
                "summary",
                "--model",
                RUN.model(),
                "--placement",
                "--batch",
                "1",
                "--json",
                "--device",
                "jvm",
                "--kernels",
                kernels));
    var first = Cli.json(cli.out()).getFirst().get("placement").get(0);
    assertEquals("conv.0", first.get("calls").get(0).get("layer").asText());
    assertEquals(calls, first.get("calls").size());
    assertEquals(version, first.get("version").asText());
  }

  @Test
  void summaryKnowsTheModelOfTheSeed() throws Exception {
    var cli =
        done(
            Cli.run(
                "summary",
                "--architecture",
                "orientation",
                "--image-size",
                480,
                "--json",
                "--device",
                "jvm"));
    var answer = Cli.json(cli.out()).getFirst();
    assertEquals(2_231_234, answer.get("parameters").asInt());
    assertEquals(19, answer.get("layers").size());
    assertEquals("[28800]", answer.get("layers").get(15).get("shape").toString());
  }
}
