package org.tornadonn.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.cli.Main;
import org.tornadonn.store.ModelFile;

/** The command itself, whose process is Spark's driver. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledDriverTest {

  private static final int KILLED = 137;

  @TempDir private static Path folder;

  private static Process tornadoNn(String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Dlog4j2.configurationFile=classpath:org/tornadonn/spark/log4j2.properties",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-cp",
            String.join(File.pathSeparator, StandaloneCluster.classPath().toList()),
            Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String[] training(Path rows, Path run) {
    return """
        train classify --data %s --output %s --device jvm --hidden 8 --batch 4 --accumulate 2 \
        --epochs 6 --checkpoint-steps 1"""
        .formatted(rows, run)
        .split(" ");
  }

  private static Path rows() throws IOException {
    var text = new StringBuilder("a,b,kind\n");
    var random = new Random(5);
    for (int i = 0; i < 40; i++) {
      text.append("%s,%s,%d%n".formatted(random.nextGaussian() + i % 2, random.nextFloat(), i % 2));
    }
    return Files.writeString(folder.resolve("rows.csv"), text);
  }

  private static String[] onSpark(String... arguments) {
    return Stream.concat(Stream.of(arguments), Stream.of("--spark", "local[2]"))
        .toArray(String[]::new);
  }

  private static void toTheEnd(Process process) throws Exception {
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      var said = String.join("\n", output.readAllLines());
      assertEquals(0, process.waitFor(), said);
    }
  }

  private static float[] weights(Path run) {
    return ModelFile.load(run.resolve("model.safetensors")).model().values();
  }

  @Test
  void resumesFromItsLastCheckpointToTheSameWeights() throws Exception {
    var rows = rows();
    var whole = folder.resolve("whole");
    toTheEnd(tornadoNn(training(rows, whole)));
    var run = folder.resolve("run");
    var driver = tornadoNn(onSpark(training(rows, run)));
    try (var output = driver.inputReader(StandardCharsets.UTF_8)) {
      var said = new StringBuilder();
      var line = output.readLine();
      while (line != null && !line.startsWith("epoch 2/6")) {
        said.append(line).append('\n');
        line = output.readLine();
      }
      driver.destroyForcibly();
      assertTrue(driver.waitFor(30, TimeUnit.SECONDS));
      assertEquals(KILLED, driver.exitValue(), said.toString());
    }
    assertFalse(Files.exists(run.resolve("report.html")), "it was done before it was killed");
    toTheEnd(tornadoNn(onSpark("train", "--resume", run.toString())));
    assertArrayEquals(weights(whole), weights(run));
  }
}
