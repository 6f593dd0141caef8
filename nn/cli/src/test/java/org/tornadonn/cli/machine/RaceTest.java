package org.tornadonn.cli.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.cli.ForwardedProgram;
import org.tornadonn.device.Device;
import org.tornadonn.device.Devices;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Program;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Plan;
import org.tornadonn.train.Loss;
import org.tornadonn.train.MeasuredStep;
import org.tornadonn.train.Optimizer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What {@code auto} takes when a step is measured, and what it remembers. */
class RaceTest {

  private static final Device GPU = gpu("fake:0", "chip", "driver 1");
  private static final Device OTHER = gpu("fake:1", "chip", "driver 1");

  @TempDir Path caches;

  private final Map<String, Double> speeds = new HashMap<>(Map.of("jvm", 50.0));
  private final List<String> measured = new ArrayList<>();
  private String said = "";

  private static Device gpu(String name, String description, String driver) {
    return new Device(name, "", "GPU", "fake", description, driver, 1, JvmExecutor::new);
  }

  /** A step with the speeds of this test; a device without one fails. */
  private MeasuredStep step(String kind, String shape) {
    return new MeasuredStep(
        kind,
        "images",
        shape,
        device -> {
          measured.add(device.name());
          var speed = speeds.get(device.name());
          if (speed == null) {
            throw new ExecutionException("Its fan stopped.");
          }
          return speed;
        });
  }

  private Candidates auto(Device jvm, Device... gpus) {
    var all = new ArrayList<>(List.of(gpus));
    all.add(jvm);
    return new Candidates(all, false, false, new Race(jvm, new SpeedCache(caches)));
  }

  private List<String> names(Candidates candidates, MeasuredStep step) {
    var err = new ByteArrayOutputStream();
    var stderr = System.err;
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      return candidates.fastest(() -> step).devices().stream().map(Device::name).toList();
    } finally {
      System.setErr(stderr);
      said = err.toString(StandardCharsets.UTF_8);
    }
  }

  private List<String> race() {
    return names(auto(Device.jvm(), GPU), step("training", "shape"));
  }

  @BeforeEach
  void theGpuIsFaster() {
    speeds.put("fake:0", 5000.0);
  }

  @Test
  void aFasterGpuStaysBeforeTheJvmAndIsMeasuredOnce() {
    assertEquals(List.of("fake:0", "jvm"), race());
    assertEquals(
        "auto takes fake:0: in training, fake:0 does 5,000.0 images/s and jvm 50.0 (measured now)\n",
        said.replace("\r", ""));
    assertEquals(List.of("fake:0", "jvm"), race());
    assertTrue(said.contains("5,000.0 images/s and jvm 50.0 (measured before)"), said);
    assertEquals(List.of("fake:0", "jvm"), measured);
  }

  @Test
  void aSlowerGpuIsLeftOut() {
    speeds.put("fake:0", 5.0);
    assertEquals(List.of("jvm"), race());
    assertTrue(said.startsWith("auto takes jvm: in training, fake:0 does 5.0 images/s"), said);
    assertEquals(List.of("jvm"), race());
    assertEquals(List.of("fake:0", "jvm"), measured);
  }

  @Test
  void whateverSpeedsDependOnIsMeasuredAnew() {
    var jvm = Device.jvm();
    var otherJvm =
        new Device("jvm", "", "CPU", "jvm", "Java 25, 99 threads", "Java 25", 1, JvmExecutor::new);
    race();
    names(auto(jvm, GPU), step("prediction", "shape"));
    names(auto(jvm, GPU), step("training", "another shape"));
    names(auto(jvm, gpu("fake:0", "another chip", "driver 1")), step("training", "shape"));
    names(auto(jvm, gpu("fake:0", "chip", "driver 2")), step("training", "shape"));
    names(auto(otherJvm, GPU), step("training", "shape"));
    assertEquals(12, measured.size());
    race();
    assertEquals(12, measured.size());
  }

  private Path kept() throws IOException {
    try (var files = Files.list(caches)) {
      var all = files.toList();
      assertEquals(1, all.size(), all.toString());
      return all.getFirst();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[1]",
        "{\"key\":{},\"speeds\":{\"device\":1.0,\"jvm\":50.0}}",
        "\u0000\u0001"
      })
  void aBrokenFileIsMeasuredAnewAndReplaced(String text) throws IOException {
    race();
    Files.writeString(kept(), text);
    assertEquals(List.of("fake:0", "jvm"), race());
    assertTrue(said.contains("(measured now)"), said);
    race();
    assertTrue(said.contains("(measured before)"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1e999", "\"NaN\"", "null"})
  void aSpeedThatIsNoneIsMeasuredAnew(String speed) throws IOException {
    race();
    var file = kept();
    var text = Files.readString(file);
    assertTrue(text.contains("5000.0"), text);
    Files.writeString(file, text.replace("5000.0", speed));
    race();
    assertTrue(said.contains("5,000.0 images/s and jvm 50.0 (measured now)"), said);
  }

  @Test
  void aCacheThatCannotBeWrittenIsNoError() throws IOException {
    var file = Files.writeString(caches.resolve("file"), "");
    caches = file.resolve("below");
    assertEquals(List.of("fake:0", "jvm"), race());
    assertTrue(said.contains("measured now, and again next time: " + caches), said);
  }

  @Test
  void theCacheLiesWhereTheUserKeepsCaches() {
    var home = caches.toString();
    var usual = caches.resolve(Path.of(".cache", "tornado-nn", "speeds"));
    assertEquals(usual, SpeedCache.ofUser(Map.of(), home).folder());
    assertEquals(usual, SpeedCache.ofUser(Map.of("XDG_CACHE_HOME", "relative"), home).folder());
    var xdg = caches.resolve("xdg");
    assertEquals(
        xdg.resolve(Path.of("tornado-nn", "speeds")),
        SpeedCache.ofUser(Map.of("XDG_CACHE_HOME", xdg.toString()), home).folder());
  }

  @Test
  void aGpuThatFailsLeavesTheNext() {
    speeds.remove("fake:0");
    speeds.put("fake:1", 5000.0);
    assertEquals(
        List.of("fake:1", "jvm"), names(auto(Device.jvm(), GPU, OTHER), step("training", "shape")));
    assertTrue(said.startsWith("fake:0 failed, going on with fake:1 "), said);
    assertTrue(said.contains("auto takes fake:1"), said);
  }

  @Test
  void theJvmIsNotMeasuredIfEveryGpuFails() {
    speeds.remove("fake:0");
    assertEquals(List.of("jvm"), race());
    assertEquals(List.of("fake:0"), measured);
  }

  @Test
  void aGpuStaysIfTheJvmFails() {
    speeds.remove("jvm");
    assertEquals(List.of("fake:0", "jvm"), race());
    assertTrue(said.startsWith("auto takes fake:0: jvm failed: Its fan stopped."), said);
  }

  @Test
  void withFallbackErrorAFailureStopsButTheJvmMayWin() {
    var race = new Race(Device.jvm(), new SpeedCache(caches));
    var only = new Candidates(List.of(GPU), false, false, race);
    assertEquals(List.of("fake:0"), names(only, step("training", "a")));
    speeds.put("fake:0", 5.0);
    assertEquals(List.of("jvm"), names(only, step("training", "b")));
    speeds.remove("fake:0");
    assertThrows(ExecutionException.class, () -> names(only, step("training", "c")));
  }

  /** A command that takes both options. */
  @Command
  private static final class Options {

    @Mixin final FallbackOption fallback = new FallbackOption();

    @Mixin
    final DeviceOption device =
        new DeviceOption(new Devices(List.of(Device.jvm(), GPU, OTHER), List.of()));

    static Candidates of(String... args) {
      var options = new Options();
      new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
      return options.fallback.candidates(options.device);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "auto, '', fake:0 fake:1 jvm",
    "auto, warn, fake:0 fake:1 jvm",
    "auto, error, fake:0",
    "fake:1, warn, fake:1 fake:0 jvm",
    "fake:1, error, fake:1",
    "fake:1, '', fake:1",
    "jvm, warn, jvm"
  })
  void onlyAutoMeasures(String device, String fallback, String devices) {
    var candidates =
        fallback.isEmpty()
            ? Options.of("--device", device)
            : Options.of("--device", device, "--fallback", fallback);
    var names = candidates.devices().stream().map(Device::name).toList();
    assertEquals(devices, String.join(" ", names));
    if (device.equals("auto")) {
      assertNotNull(candidates.race());
    } else {
      assertNull(candidates.race());
    }
  }

  /** A JVM that sleeps before every run; only one of them may be open at a time. */
  private static final class Slow implements Executor {

    private static int open;

    private final Executor jvm = new JvmExecutor();
    private final long millis;

    Slow(long millis) {
      assertEquals(0, open++, "two devices are open at once");
      this.millis = millis;
    }

    @Override
    public Program load(List<Plan> plans, Map<Buffer, float[]> given) {
      return new ForwardedProgram(jvm.load(plans, given)) {
        @Override
        public void run(Plan plan) {
          try {
            TimeUnit.MILLISECONDS.sleep(millis);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          super.run(plan);
        }
      };
    }

    @Override
    public void close() {
      jvm.close();
      open--;
    }
  }

  private static Device of(String name, Supplier<Executor> opener) {
    return new Device(name, "", "GPU", "fake", "", "", 1, opener);
  }

  private static Model model() {
    return new Model(OrientationModel.layers(), OrientationModel.input(32), 1);
  }

  @Test
  void aRealTrainingStepShowsWhichIsFaster() {
    var step = MeasuredStep.training(model(), Loss.meanSquaredError(), Optimizer.adam(1e-3f), 4);
    var gpu = of("fake:0", () -> new Slow(300));
    assertEquals(List.of("jvm"), names(auto(of("jvm", () -> new Slow(0)), gpu), step));
    assertFalse(said.isEmpty());
  }

  @Test
  void aRealPredictionShowsWhichIsFaster() {
    var step = MeasuredStep.prediction(model(), 4);
    var gpu = of("fake:0", () -> new Slow(0));
    assertEquals(List.of("fake:0", "jvm"), names(auto(of("jvm", () -> new Slow(300)), gpu), step));
  }
}
