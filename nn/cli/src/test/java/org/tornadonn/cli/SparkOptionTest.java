package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --spark} where the module is not there: the command line does not depend on it. */
class SparkOptionTest {

  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.commandLine().setErr(new PrintWriter(err, true)).execute(args);
  }

  @Test
  void withoutTheModuleAnErrorSaysHowToGetIt(@TempDir Path folder) {
    var run = folder.resolve("run");
    var data = folder.toString();
    assertEquals(
        1, run("train", "--data", data, "--spark", "local[2]", "--output", run.toString()));
    assertTrue(err.toString().contains("tornado-nn-spark is missing"), err.toString());
    assertFalse(Files.exists(run));
  }

  @ParameterizedTest
  @CsvSource({
    "--local-steps 2, --local-steps belongs to --spark",
    "--local-steps 0 --spark local[2], --local-steps must be",
    "--local-steps 2 --accumulate 3 --spark local[2], must be a multiple",
  })
  void whatDoesNotGoTogetherIsWrongUsage(String options, String message) {
    assertEquals(2, run(("train --data . " + options).split(" ")));
    assertTrue(err.toString().contains(message), err.toString());
  }

  @Test
  void parquetBelongsToSpark() {
    assertEquals(2, run("predict", "--model", "m.safetensors", "--parquet", "table", "a.png"));
    assertTrue(err.toString().contains("--parquet belongs to --spark"), err.toString());
  }
}
