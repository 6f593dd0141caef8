package org.tornadonn.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.cli.Cli.done;
import static org.tornadonn.cli.Cli.refused;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.cli.ClassifyCli;
import org.tornadonn.cli.Cli;
import org.tornadonn.cli.Trees;
import org.tornadonn.data.DataException;

/** Two processes do not train in one folder. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunLockTest {

  @TempDir static Path folder = Path.of(".");

  private static Path data = Path.of(".");
  private static Path finished = Path.of(".");

  @BeforeAll
  static void train() throws IOException {
    data = Files.writeString(folder.resolve("trees.csv"), Trees.rows(0, 40));
    finished = folder.resolve("finished");
    done(ClassifyCli.train("--data", data, "--output", finished, "--epochs", 1));
  }

  /** Another process that holds a folder until it is told to end, or killed. */
  static final class Other implements AutoCloseable {

    private final Process process;

    Other(Path run) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Other.class.getName(),
                  run.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      assertEquals("locked", process.inputReader(StandardCharsets.UTF_8).readLine());
    }

    /** In the other process. */
    public static void main(String[] run) throws IOException {
      var lock = RunLock.take(Path.of(run[0]), "train classify --data x");
      System.out.println("locked");
      System.in.read();
      lock.close();
    }

    long pid() {
      return process.pid();
    }

    @Override
    public void close() {
      process.destroyForcibly();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static List<byte[]> contents(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      return files
          .filter(file -> Files.isRegularFile(file) && !file.endsWith("lock"))
          .sorted()
          .map(
              file -> {
                try {
                  return Files.readAllBytes(file);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              })
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train --resume RUN --epochs 2",
        "train classify --data DATA --output RUN",
        "train classify --data DATA --output RUN --overwrite",
        "train classify --config RUN/config.json --output RUN --overwrite",
        "demo --output RUN",
        "demo --output RUN --overwrite",
      })
  void theSecondSaysWhoIsThere(String command) throws IOException {
    var before = contents(finished);
    var arguments =
        Stream.of((command + " --device jvm").split(" "))
            .map(word -> word.replace("RUN", finished.toString()).replace("DATA", data.toString()));
    try (var other = new Other(finished)) {
      var cli = Cli.run(arguments.toArray());
      assertEquals(1, cli.code(), cli.err());
      for (var said :
          List.of(
              "Run " + finished + " is in use: process " + other.pid() + " on ",
              "trains there since 20",
              "(train classify --data x)",
              "--output")) {
        assertTrue(cli.err().contains(said), cli.err());
      }
      var after = contents(finished);
      assertEquals(before.size(), after.size());
      for (int i = 0; i < before.size(); i++) {
        assertTrue(Arrays.equals(before.get(i), after.get(i)), "nothing was touched");
      }
    }
  }

  @Test
  void aFreshFolderIsLockedBeforeAnythingIsInIt() throws IOException {
    var fresh = Files.createDirectory(folder.resolve("fresh"));
    try (var _ = new Other(fresh)) {
      refused(1, Cli.run("demo", "--output", fresh, "--device", "jvm"), "is in use");
    }
    done(ClassifyCli.train("--data", data, "--output", fresh, "--epochs", 1));
  }

  @Test
  void aKilledProcessLeavesNoLock() throws IOException {
    var run = DamagedRunTest.copyOf(finished, folder.resolve("killed"));
    new Other(run).close();
    assertTrue(Files.readString(run.resolve("lock")).contains("train classify --data x"));
    done(Cli.run("train", "--resume", run, "--epochs", 2, "--device", "jvm"));
    assertEquals(2, Files.readAllLines(run.resolve("metrics.jsonl")).size());
  }

  @Test
  void threadsOfOneProcessKeepEachOtherOut() throws IOException {
    var run = Files.createDirectory(folder.resolve("threads"));
    try (var _ = RunLock.take(run, "first")) {
      var e = assertThrows(DataException.class, () -> RunLock.take(run, "second"));
      assertTrue(String.valueOf(e.getMessage()).contains("(first)"), e.getMessage());
    }
    RunLock.take(run, "third").close();
  }

  /** What is in a folder that is no run's is left alone, and nothing is put beside it. */
  @Test
  void otherFoldersGetNoLock() throws IOException {
    var mine = Files.createDirectory(folder.resolve("mine"));
    Files.writeString(mine.resolve("letter.txt"), "Dear");
    var cli = ClassifyCli.train("--data", data, "--output", mine);
    assertEquals(1, cli.code());
    assertTrue(cli.err().contains("not empty"), cli.err());
    assertFalse(Files.exists(mine.resolve("lock")));
  }

  @Test
  void withoutLocksItGoesOnAndSaysSo() throws IOException {
    var run = DamagedRunTest.copyOf(finished, folder.resolve("unlocked"));
    Files.delete(run.resolve("lock"));
    Files.createDirectory(run.resolve("lock"));
    var cli = done(Cli.run("train", "--resume", run, "--epochs", 2, "--device", "jvm"));
    assertTrue(cli.err().contains("Nothing keeps other processes out of " + run), cli.err());
  }
}
