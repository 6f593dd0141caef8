package org.tornadonn.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.cli.Cli;
import org.tornadonn.cli.Main;
import org.tornadonn.data.DataException;
import org.tornadonn.train.Checkpoint;

/** A training that is killed at any moment and goes on ends as if it had not been. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledTrainingTest {

  private static final int SINGLE_KILLS = 20;
  private static final int REPEATED_KILLS = 32;
  private static final int REAL_KILLS = 4;
  private static final TinyTraining TRAINING = new TinyTraining(index -> {});

  @TempDir static Path folder = Path.of(".");

  private static TinyTraining.Result expected =
      new TinyTraining.Result(List.of(), new byte[0], new byte[0], List.of(), false);
  private static int changes;

  @BeforeAll
  static void uninterrupted() throws IOException {
    var files = MortalFiles.killedAfter(Integer.MAX_VALUE);
    TRAINING.go(files.see(folder.resolve("whole")));
    expected = TinyTraining.Result.of(folder.resolve("whole"));
    changes = files.changes();
    assertEquals(4, expected.metrics().size(), "it stops early");
    assertTrue(expected.isReported());
    assertTrue(Arrays.equals(expected.model(), expected.best()), "and restores the best");
  }

  private static void goToTheEnd(Path run) throws IOException {
    TRAINING.go(MortalFiles.killedAfter(Integer.MAX_VALUE).see(run));
    expected.assertSame(TinyTraining.Result.of(run));
  }

  /** Returns whether it was killed before it was done. */
  private static boolean isKilled(Path run, int after) {
    try {
      TRAINING.go(MortalFiles.killedAfter(after).see(run));
      return false;
    } catch (MortalFiles.Killed e) {
      return true;
    }
  }

  @Test
  void onceThenToTheEnd() throws IOException {
    var random = new Random(1);
    for (int i = 0; i < SINGLE_KILLS; i++) {
      int at = 1 + random.nextInt(changes - 1);
      var run = folder.resolve("once-" + i);
      assertTrue(isKilled(run, at), "at change " + at);
      goToTheEnd(run);
    }
  }

  @Test
  void againAndAgain() throws IOException {
    var random = new Random(2);
    int kills = 0;
    for (int i = 0; kills < REPEATED_KILLS; i++) {
      var run = folder.resolve("again-" + i);
      while (isKilled(run, 1 + random.nextInt(changes / 3))) {
        kills++;
      }
      expected.assertSame(TinyTraining.Result.of(run));
    }
  }

  @Test
  void fullDisksLeaveTheLastCheckpoint() throws IOException {
    var random = new Random(3);
    for (int i = 0; i < 6; i++) {
      var run = folder.resolve("full-" + i);
      int at = 30 + random.nextInt(changes - 60);
      var e =
          assertThrows(
              RuntimeException.class, () -> TRAINING.go(MortalFiles.fullAfter(at).see(run)));
      var message = String.valueOf(e.getMessage());
      assertTrue(e instanceof DataException, e.toString());
      assertTrue(message.contains("No space left on device"), message);
      assertTrue(message.contains("train --resume " + run), message);
      assertEquals(1, message.lines().count(), message);
      goToTheEnd(run);
    }
  }

  /** The order of sums depends on the length of vectors: the other JVM has those of this one. */
  private static ProcessBuilder java(Class<?> main, Object... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.matches("-XX:(MaxVectorSize|Use(AVX|SSE|SVE))=.*"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            "--add-modules",
            "jdk.incubator.vector",
            main.getName()));
    for (var argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command);
  }

  private static Process start(Path run) throws IOException {
    return java(TinyTraining.class, run)
        .redirectError(run.resolveSibling(run.getFileName() + ".err").toFile())
        .start();
  }

  private static String said(Path run) throws IOException {
    return Files.readString(run.resolveSibling(run.getFileName() + ".err"));
  }

  /** Lets it read so many samples and no more: it cannot be done before. */
  private static void allow(Process process, int reads) {
    try {
      process.getOutputStream().write(new byte[reads]);
      process.getOutputStream().flush();
    } catch (IOException e) {
      // it needed fewer, and is done
    }
  }

  /** Lets it go to its end. */
  private static void release(Process process) throws IOException {
    process.getOutputStream().close();
    process.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  /** Waits until it reads for the n-th time; false if it ended before. */
  private static boolean isReading(Process process, int reads) throws IOException {
    var output = process.inputReader(StandardCharsets.UTF_8);
    for (int i = 0; i < reads; i++) {
      if (output.readLine() == null) {
        return false;
      }
    }
    return true;
  }

  @Test
  void processes() throws Exception {
    var random = new Random(4);
    var run = folder.resolve("process");
    int kills = 0;
    for (boolean isDone = false; !isDone; ) {
      var process = start(run);
      if (kills < REAL_KILLS) {
        int reads = 5 + random.nextInt(12);
        allow(process, reads + 3);
        if (isReading(process, reads)) {
          Thread.sleep(random.nextInt(5));
          process.destroyForcibly();
        }
      } else {
        release(process);
      }
      int code = process.waitFor();
      assertTrue(code == 137 || code == 0, said(run));
      kills += code == 137 ? 1 : 0;
      isDone = code == 0;
    }
    assertTrue(kills > 1, kills + " kills");
    var whole = folder.resolve("whole-process");
    var process = start(whole);
    release(process);
    assertEquals(0, process.waitFor(), said(whole));
    TinyTraining.Result.of(whole).assertSame(TinyTraining.Result.of(run));
  }

  private static Object[] training(Path rows, Path run) {
    return new Object[] {
      "train",
      "classify",
      "--data",
      rows,
      "--output",
      run,
      "--device",
      "jvm",
      "--hidden",
      "8",
      "--batch",
      4,
      "--epochs",
      20,
      "--checkpoint-steps",
      1,
      "--schedule",
      "plateau"
    };
  }

  /** A run that was killed after its second epoch: one that is done too soon does not count. */
  private static Path killed(Path rows) throws Exception {
    for (int i = 0; i < 20; i++) {
      var run = folder.resolve("command-" + i);
      var process = java(Main.class, training(rows, run)).start();
      try (var progress = process.errorReader(StandardCharsets.UTF_8)) {
        var line = progress.readLine();
        while (line != null && !line.startsWith("epoch 2/20")) {
          line = progress.readLine();
        }
        assertNotNull(line, "it ended before its second epoch");
      }
      process.destroyForcibly();
      if (process.waitFor() == 137 && !Files.exists(run.resolve("report.html"))) {
        return run;
      }
    }
    return fail("it is always done before it is killed");
  }

  /** The command itself: killed after its second epoch, it goes on as if nothing had been. */
  @Test
  void theCommand() throws Exception {
    var rows = folder.resolve("rows.csv");
    var text = new StringBuilder("a,b,kind\n");
    var random = new Random(5);
    for (int i = 0; i < 40; i++) {
      text.append("%s,%s,%d%n".formatted(random.nextGaussian() + i % 2, random.nextFloat(), i % 2));
    }
    Files.writeString(rows, text);
    var whole = folder.resolve("whole-command");
    var uninterrupted = Cli.run(training(rows, whole));
    assertEquals(0, uninterrupted.code(), uninterrupted.err());
    var run = killed(rows);
    var resumed =
        java(Main.class, "train", "--resume", run)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("command.out").toFile())
            .start();
    assertEquals(0, resumed.waitFor(), Files.readString(folder.resolve("command.out")));
    TinyTraining.Result.of(whole).assertSame(TinyTraining.Result.of(run));
  }

  private static void signal(Process process, String name) throws Exception {
    var kill = new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(name, process.pid()));
    assertEquals(0, kill.inheritIO().start().waitFor());
  }

  /** Interrupts it, and waits until it has answered. */
  private static void interrupt(Process process, Path run) throws Exception {
    signal(process, "INT");
    while (!said(run).contains("once more")) {
      assertTrue(process.isAlive() || said(run).contains("once more"), said(run));
      Thread.sleep(5);
    }
  }

  /** A background job of some shells cannot be interrupted. */
  private static void assumeInterruptible() throws IOException {
    var status = Path.of("/proc/self/status");
    assumeTrue(Files.isReadable(status), "no signals here");
    var ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .toList();
    assumeTrue(
        (ignored.getFirst() & 2) == 0, "this process ignores SIGINT, and so do its children");
  }

  @Test
  void ctrlCFinishesTheStepAndSaysHowToGoOn() throws Exception {
    assumeInterruptible();
    var run = folder.resolve("interrupted");
    var process = start(run);
    allow(process, 7);
    assertTrue(isReading(process, 8), said(run));
    interrupt(process, run);
    release(process);
    assertEquals(130, process.waitFor(), said(run));
    assertTrue(said(run).contains("go on with tornado-nn train --resume " + run), said(run));
    assertTrue(
        Checkpoint.read(run.resolve("checkpoints/epoch-0000-step-000001.safetensors")).fit().step()
            > 0);
    goToTheEnd(run);
  }

  @Test
  void theSecondSignalStopsAtOnce() throws Exception {
    assumeInterruptible();
    var run = folder.resolve("twice");
    var process = start(run);
    assertTrue(isReading(process, 1), said(run));
    interrupt(process, run);
    signal(process, "TERM");
    assertEquals(143, process.waitFor());
    assertFalse(said(run).contains("Stopped"), said(run));
  }
}
