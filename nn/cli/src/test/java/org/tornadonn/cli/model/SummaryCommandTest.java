package org.tornadonn.cli.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.tornadonn.cli.Cli.done;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadonn.cli.Cli;
import org.tornadonn.exec.jvm.Vectors;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;

/** What a model is made of, and what runs it. */
class SummaryCommandTest {

  @TempDir static Path folder = Path.of(".");

  private static Path model = Path.of(".");

  /** What every placement of the command is measured for takes its time: few layers, small ones. */
  @BeforeAll
  static void save() {
    model = folder.resolve("small.safetensors");
    var layers =
        sequential(
            named("conv", conv2d(1, 8, 3).padding(1), maxPool2d(2), relu()),
            named("fc", flatten(), linear(8 * 8 * 8, 2)));
    ModelFile.save(model, new Model(layers, Shape.of(1, 16, 16), 1), ModelDescription.CUSTOM);
  }

  @Test
  void summarySaysWhereEachCallRuns() throws Exception {
    var cli =
        done(
            Cli.run(
                "summary",
                "--model",
                model,
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
        steps.containsAll(List.of("conv.0 forward", "fc.1 weight gradient", " update")),
        steps.toString());
    var table = done(Cli.run("summary", "--model", model, "--placement", "--device", "jvm")).out();
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
                model,
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

  @Test
  void optionsForGpusSaySoWhereThereIsNone() {
    var cli =
        done(
            Cli.run(
                "summary",
                "--architecture",
                "orientation",
                "--image-size",
                64,
                "--placement",
                "--device",
                "jvm",
                "--autotune",
                "--cuda-graphs"));
    assertTrue(cli.err().contains("jvm has no CUDA graphs: --cuda-graphs does nothing"), cli.err());
    assertTrue(
        cli.err().contains("--autotune measures on GPUs only, and there is none"), cli.err());
  }
}
