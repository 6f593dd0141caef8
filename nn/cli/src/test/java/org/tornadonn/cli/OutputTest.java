package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.tornadonn.cli.Cli.refused;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that cannot be written is a failure, whichever command gives it. */
class OutputTest {

  private static final OrientationRun RUN = OrientationRun.once();

  @TempDir static Path folder = Path.of(".");

  /** A stream that takes some writes, and no more. */
  private static final class Full extends OutputStream {

    private final String reason;
    private int left;

    Full(String reason, int writes) {
      this.reason = reason;
      this.left = writes;
    }

    @Override
    public void write(int b) throws IOException {
      if (left-- <= 0) {
        throw new IOException(reason);
      }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      write(0);
    }
  }

  private static String picture() {
    return RUN.pictures().resolve("images/00000.png").toString();
  }

  private static Stream<List<String>> commands() {
    var model = RUN.model().toString();
    var data = RUN.pictures().toString();
    return Stream.of(
        List.of("--help"),
        List.of("--version"),
        List.of("train", "--help"),
        List.of("devices"),
        List.of("devices", "--json"),
        List.of("doctor", "--device", "jvm"),
        List.of("doctor", "--device", "jvm", "--json"),
        List.of("predict", "--model", model, "--device", "jvm", picture()),
        List.of("predict", "--model", model, "--device", "jvm", "--json", picture()),
        List.of("evaluate", "--model", model, "--device", "jvm", "--data", data),
        List.of("evaluate", "--model", model, "--device", "jvm", "--data", data, "--json"),
        List.of("summary", "--model", model, "--device", "jvm"),
        List.of("summary", "--model", model, "--device", "jvm", "--json"),
        List.of("trace", "--epochs", "1", "--device", "jvm"),
        List.of("trace", "--epochs", "1", "--device", "jvm", "--json"),
        List.of("generate", "orientation", "--count", "1", "--output", folder + "/drawn"),
        List.of("export", "--model", model, "--overwrite", "--to", folder + "/model.onnx"),
        train("--output", folder + "/run", "--epochs", "1", "--overwrite"));
  }

  private static List<String> train(String... options) {
    var all = new ArrayList<>(List.of("train", "--data", RUN.pictures().toString()));
    all.addAll(List.of("--image-size", "32", "--batch", "8", "--device", "jvm"));
    all.addAll(List.of(options));
    return all;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aFullDiskIsAFailure(List<String> command) throws IOException {
    deleteDrawn();
    var cli = Cli.into(new Full("No space left on device", 0), command.toArray());
    assertEquals(1, cli.code(), cli.err());
    var said = "tornado-nn: the output cannot be written: No space left on device.\n";
    assertTrue(cli.err().replace("\r", "").endsWith(said), cli.err());
    assertFalse(cli.err().contains("\tat "), cli.err());
  }

  private static Stream<List<String>> quickCommands() {
    return commands().filter(command -> !command.contains("train") && !command.contains("trace"));
  }

  @ParameterizedTest
  @MethodSource("quickCommands")
  void aClosedPipeIsQuiet(List<String> command) throws IOException {
    deleteDrawn();
    var cli = Cli.into(new Full("Broken pipe", 0), command.toArray());
    assertEquals(141, cli.code(), cli.err());
    assertFalse(cli.err().contains("pipe"), cli.err());
    assertFalse(cli.err().contains("written"), cli.err());
  }

  private static void deleteDrawn() throws IOException {
    try (var files = Files.walk(folder.resolve("drawn"))) {
      for (var file : files.toList().reversed()) {
        Files.delete(file);
      }
    } catch (NoSuchFileException e) {
      // there is none yet
    }
  }

  /** Nobody wants to wait for answers that nobody can read. */
  @ParameterizedTest
  @ValueSource(strings = {"Broken pipe", "No space left on device"})
  void predictionEndsWithItsReader(String reason) {
    var cli =
        Cli.into(
            new Full(reason, 1),
            "predict",
            "--model",
            RUN.model(),
            "--device",
            "jvm",
            picture(),
            picture(),
            "nowhere.png");
    assertFalse(cli.err().contains("nowhere.png"), cli.err());
    assertEquals(reason.startsWith("B") ? 141 : 1, cli.code());
  }

  @Test
  void aFailureStaysTheFailureThatItWas() {
    assertEquals(2, Cli.into(new Full("Broken pipe", 0), "nonsense").code());
    assertEquals(1, Cli.into(new Full("x", 0), "evaluate", "--model", "m", "--data", "d").code());
  }

  @Test
  void aPageThatCannotBeWrittenIsAFailureWithItsReason() {
    assumeTrue(new File("/dev/full").exists(), "there is no /dev/full");
    refused(
        1,
        Cli.run("trace", "--epochs", 1, "--device", "jvm", "--html", "/dev/full"),
        "/dev/full cannot be written: ",
        "--html");
  }

  /** The real thing, through the process's own stdout. */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void aRealDeviceThatIsFull() throws Exception {
    var full = new File("/dev/full");
    assumeTrue(full.exists(), "there is no /dev/full");
    var err = folder.resolve("err").toFile();
    for (var command : List.of("--version", "devices")) {
      var process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--add-modules",
                  "jdk.incubator.vector",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  command)
              .redirectOutput(full)
              .redirectError(err)
              .start();
      assertEquals(1, process.waitFor(), command);
      assertTrue(
          Files.readString(err.toPath(), StandardCharsets.UTF_8).contains("cannot be written: "));
    }
  }
}
