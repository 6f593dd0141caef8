package org.tornadonn.exec.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorsTest {

  /** A user's program, which opens two executors. */
  static final class Program {
    public static void main(String[] args) {
      new JvmExecutor().close();
      new JvmExecutor().close();
    }
  }

  @ParameterizedTest
  @CsvSource({"'', 1", "--add-modules=jdk.incubator.vector, 0"})
  void whoForgetsTheVectorApiIsToldOnce(String option, int times) throws Exception {
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    if (!option.isEmpty()) {
      command.add(option);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    var lines = said.lines().filter(line -> line.startsWith("WARNING: Java runs without")).toList();
    if (Vectors.here() != Vectors.NONE) {
      assertEquals(times, lines.size(), said);
      lines.forEach(line -> assertTrue(line.contains("--add-modules jdk.incubator.vector"), line));
    }
  }
}
