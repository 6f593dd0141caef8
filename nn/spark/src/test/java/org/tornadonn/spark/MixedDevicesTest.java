package org.tornadonn.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.lazyLinear;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Stepping;

/** A worker on the plain JVM, and one with TornadoVM's OpenCL in its environment. */
@EnabledIfSystemProperty(named = "tornadonn.long", matches = "true")
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MixedDevicesTest {

  private static final Lesson LESSON =
      new Lesson(
          sequential(named("flatten", flatten()), named("fc", lazyLinear(8), relu(), linear(8, 3))),
          Optimizer.sgd(0.05f),
          4,
          4);

  /** The SDK's argument file as the guide has it made, or nothing where there is no SDK. */
  private static String argumentFile(Path folder) throws Exception {
    var log4j =
        StandaloneCluster.classPath()
            .filter(path -> Path.of(path).getFileName().toString().startsWith("log4j-api-"))
            .findFirst()
            .orElseThrow();
    var script = Path.of("../../scripts/tornado-sdk").toAbsolutePath().toString();
    var process = new ProcessBuilder("bash", script, folder.toString(), log4j).start();
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      // It ends with another status where there is an SDK that Java does not start with.
      var file = String.join("", output.readAllLines());
      return process.waitFor() == 0 ? file : "";
    }
  }

  private static Map<String, String> withOpenCl(String argumentFile) {
    var signals = Path.of(System.getProperty("java.home"), "lib", "libjsig.so");
    return Map.of(
        "JDK_JAVA_OPTIONS",
        "@" + argumentFile + " --add-modules jdk.incubator.vector",
        "TORNADO_NN_DEVICE",
        "opencl:0",
        "LD_PRELOAD",
        Files.exists(signals) ? signals.toString() : "");
  }

  @Test
  void aStepOnSeveralDevicesIsThatOfOneMachineWithinRounding(@TempDir Path home) throws Exception {
    var sdk = argumentFile(home);
    assumeFalse(sdk.isEmpty(), "there is no TornadoVM SDK that starts");
    var alone = LESSON.train(Stepping.LOCAL, 2);
    var workers = List.of(Map.of("TORNADO_NN_DEVICE", "jvm"), withOpenCl(sdk));
    try (var cluster = new StandaloneCluster(home, 1, workers);
        var spark = cluster.connect(2)) {
      var outcome = new Lesson.Outcome[1];
      var said =
          Words.during(Level.INFO, () -> outcome[0] = LESSON.train(new SparkTrainer(spark), 2));
      assertEquals(2, said.lines().count(), said);
      assertTrue(said.contains("computes on jvm: "), said);
      assertTrue(said.contains("computes on opencl:0: "), said);
      assertArrayEquals(alone.values(), outcome[0].values(), 1e-5f);
      for (int i = 0; i < alone.losses().size(); i++) {
        assertEquals(alone.losses().get(i), outcome[0].losses().get(i), 1e-5f);
      }
    }
  }
}
