package org.tornadonn.cli.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.cli.Cli.done;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadonn.cli.ClassifyCli;
import org.tornadonn.cli.Cli;
import org.tornadonn.cli.Reported;
import org.tornadonn.cli.Trees;

/** What is lost where a file of a run is damaged: as little as can be, and never without a word. */
class DamagedRunTest {

  @TempDir static Path folder = Path.of(".");

  private static Path data = Path.of(".");
  private static Path twoEpochs = Path.of(".");
  private static byte[] model = new byte[0];
  private static int runs;

  @BeforeAll
  static void train() throws IOException {
    data = Files.writeString(folder.resolve("trees.csv"), Trees.rows(0, 40));
    twoEpochs = folder.resolve("run");
    var options = List.<Object>of("--data", data, "--batch", 8, "--schedule", "constant");
    done(ClassifyCli.train(ClassifyCli.with(options, "-o", twoEpochs, "--epochs", 2)));
    var three = folder.resolve("three");
    done(ClassifyCli.train(ClassifyCli.with(options, "-o", three, "--epochs", 3)));
    model = Files.readAllBytes(three.resolve("model.safetensors"));
  }

  private static Path copy(Path run) throws IOException {
    return copyOf(run, folder.resolve("copy-" + runs++));
  }

  static Path copyOf(Path run, Path to) throws IOException {
    try (var files = Files.walk(run)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(run.relativize(file).toString()));
      }
    }
    return to;
  }

  /** How a file can be damaged. */
  enum Damage {
    DELETED,
    EMPTY,
    HALF,
    NOISE,
    ZEROS,
    OTHER_JSON,
    FOLDER;

    void apply(Path file) throws IOException {
      var bytes = Files.readAllBytes(file);
      Files.delete(file);
      switch (this) {
        case DELETED -> {}
        case EMPTY -> Files.createFile(file);
        case HALF -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        case NOISE -> Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 13, 10, 34, 7});
        case ZEROS -> Files.write(file, new byte[bytes.length]);
        case OTHER_JSON -> Files.writeString(file, "[1, null]\n{\"epoch\": \"two\"}\n");
        case FOLDER -> Files.createDirectory(file);
      }
    }
  }

  /**
   * Damaged after two epochs, gone on with for a third. {@code lost} is what is missing then; what
   * begins with an exclamation mark is the error that ends it, with the file named.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          metrics.jsonl | DELETED, EMPTY, NOISE, ZEROS, OTHER_JSON | epochs 1 and 2
          metrics.jsonl | HALF | epoch 2
          metrics.jsonl | FOLDER | !cannot
          model.safetensors | DELETED, EMPTY, HALF, NOISE, ZEROS, OTHER_JSON | nothing
          model.safetensors | FOLDER | !it is a folder
          report.html | DELETED, EMPTY, HALF, NOISE, ZEROS, OTHER_JSON, FOLDER | nothing
          lock | DELETED, EMPTY, HALF, NOISE, ZEROS, OTHER_JSON, FOLDER | nothing
          best.safetensors | DELETED, EMPTY, HALF, NOISE, ZEROS, OTHER_JSON, FOLDER | nothing, but best
          checkpoints/epoch-0002.safetensors | DELETED, EMPTY, HALF, NOISE, ZEROS, OTHER_JSON | nothing
          checkpoints/epoch-0002.safetensors | FOLDER | !it is a folder
          checkpoints/epoch-0001.safetensors | DELETED, EMPTY, HALF, NOISE, ZEROS, OTHER_JSON | nothing
          config.json | DELETED | !no config.json
          config.json | EMPTY, HALF, NOISE, ZEROS, OTHER_JSON, FOLDER | !config.json
          """)
  void goingOnAfterDamage(String file, String damages, String lost) throws IOException {
    for (var damage : damages.split(",")) {
      var run = copy(twoEpochs);
      Damage.valueOf(damage.strip()).apply(run.resolve(file));
      var cli = Cli.run("train", "--resume", run, "--epochs", 3, "--device", "jvm");
      var what = damage + ": " + cli.err();
      assertFalse(cli.err().contains("\tat "), what);
      if (lost.startsWith("!")) {
        assertTrue(cli.code() == 1 || cli.code() == 2, what);
        assertTrue(cli.err().contains(lost.substring(1)), what);
        assertTrue(cli.err().contains(file), what);
        continue;
      }
      assertEquals(0, cli.code(), what);
      assertArrayEquals(model, Files.readAllBytes(run.resolve("model.safetensors")), what);
      if (lost.endsWith("best")) {
        assertTrue(cli.err().contains(file), what);
      }
      var epochs = lost.equals("epoch 2") ? "1 3" : lost.startsWith("nothing") ? "1 2 3" : "3";
      var reported = Reported.of(run).get("epochs");
      assertEquals(epochs, String.join(" ", reported.findValuesAsText("number")), what);
    }
  }

  /** The metrics are damaged while a run goes on: its end is not in danger. */
  @Test
  void metricsThatAreDamagedDuringTheRunCostTheirLines() throws IOException {
    var run = copy(twoEpochs);
    Files.delete(run.resolve("report.html"));
    var lines = Files.readAllLines(run.resolve("metrics.jsonl"));
    Files.write(
        run.resolve("metrics.jsonl"),
        ("\u0000\u0000{]\n" + lines.getLast() + "\n").getBytes(StandardCharsets.UTF_8));
    var cli = done(Cli.run("train", "--resume", run, "--device", "jvm"));
    assertTrue(cli.err().contains("metrics.jsonl: 1 damaged lines"), cli.err());
    assertEquals(2, Reported.of(run).get("epochs").get(0).get("number").asInt());
    assertEquals(1, Reported.of(run).get("epochs").size());
  }

  @Test
  void aReportThatCannotBeWrittenIsAllThatIsLost() throws IOException {
    var run = copy(twoEpochs);
    Files.delete(run.resolve("report.html"));
    Files.createDirectories(run.resolve("report.html/in the way"));
    var cli = done(Cli.run("train", "--resume", run, "--epochs", 3, "--device", "jvm"));
    assertEquals(run.resolve("model.safetensors") + "\n", cli.out().replace("\r", ""));
    assertArrayEquals(model, Files.readAllBytes(run.resolve("model.safetensors")));
    assertTrue(
        cli.err().contains("The report " + run.resolve("report.html") + " cannot be written: "),
        cli.err());
  }
}
