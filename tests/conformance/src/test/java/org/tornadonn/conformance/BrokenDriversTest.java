package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.device.Devices;

/** A driver that fails takes no other down, and does not end the program. */
class BrokenDriversTest {

  @TempDir static Path folder = Path.of(".");

  /** What the other JVM runs: lists what is there, and runs on all of it. */
  static final class Listing {

    private Listing() {}

    public static void main(String[] args) {
      var found = Devices.find();
      for (var device : found.devices()) {
        try (var _ = device.open()) {
          System.out.println("there: " + device);
        }
      }
      found.missing().forEach(m -> System.out.println(m.backend() + ": " + m.reason()));
    }
  }

  @BeforeEach
  void tornadoVm() {
    assumeTrue(
        ModuleLayer.boot().findModule("tornado.runtime").isPresent(),
        "TornadoVM is not there: no driver to break");
  }

  private static String value(String flag) {
    return AnotherJvm.FLAGS.stream()
        .filter(f -> f.startsWith(flag + "="))
        .map(f -> f.substring(flag.length() + 1))
        .findFirst()
        .orElse("");
  }

  /** Starts a JVM that has these drivers beside its own. */
  private static String list(BrokenDriver... drivers) throws IOException, InterruptedException {
    var modulePath = new ArrayList<>(List.of(value("--module-path")));
    var compiler =
        List.of(
            "--module-path",
            value("--module-path"),
            "--upgrade-module-path",
            value("--upgrade-module-path"));
    var modules = new ArrayList<String>();
    for (var driver : drivers) {
      modulePath.add(driver.compile(folder, compiler).toString());
      modules.add(driver.module());
    }
    var flags = new ArrayList<String>();
    AnotherJvm.FLAGS.stream().filter(f -> !f.startsWith("--module-path=")).forEach(flags::add);
    flags.add("--module-path=" + String.join(File.pathSeparator, modulePath));
    flags.add("--add-modules=" + String.join(",", modules));
    return list(flags);
  }

  private static String list(List<String> flags) throws IOException, InterruptedException {
    var command = AnotherJvm.command(flags, Listing.class);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private static void othersAreThere(String said) {
    for (var device : Devices.find().devices()) {
      assertTrue(said.contains("there: " + device + System.lineSeparator()), said);
    }
  }

  @Test
  void oneThatThrowsIsMissing() throws Exception {
    var said =
        list(
            new BrokenDriver(
                "CUDA", "throw new UnsatisfiedLinkError(\"no libbroken.so on this machine\");"));
    assertTrue(said.contains("cuda: no libbroken.so on this machine"), said);
    othersAreThere(said);
  }

  @Test
  void thoseThatCrashTheJvmAreMissing() throws Exception {
    var crash =
        """
        var field = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        ((sun.misc.Unsafe) field.get(null)).putAddress(0, 0);
        return null;
        """;
    var said = list(new BrokenDriver("SPIRV", crash), new BrokenDriver("PTX", crash));
    assertTrue(said.contains("spirv: the driver crashes Java (exit code 1)"), said);
    assertTrue(said.contains("ptx: the driver crashes Java (exit code 1)"), said);
    othersAreThere(said);
  }

  @Test
  void oneThatEndsTheProgramIsMissingWithItsLastWords() throws Exception {
    var said =
        list(
            new BrokenDriver(
                "CUDA",
                "System.out.println(\"option registered twice\"); Runtime.getRuntime().halt(3); return null;"));
    assertTrue(
        said.contains("cuda: the driver crashes Java (exit code 3: option registered twice)"),
        said);
    assertFalse(said.lines().anyMatch("option registered twice"::equals), said);
    othersAreThere(said);
  }

  /** TornadoVM's own assertions do not hold on every JDK. */
  @Test
  void withAssertionsTheDevicesAreThereOrTheWayOutIsTold() throws Exception {
    var flags = new ArrayList<>(AnotherJvm.FLAGS);
    flags.removeIf(flag -> flag.startsWith("-da"));
    flags.add("-ea");
    var said = list(flags);
    if (!said.contains("an assertion of TornadoVM failed")
        || !said.contains("-da:uk.ac.manchester.tornado...")) {
      othersAreThere(said);
    }
  }

  @Test
  void oneWithoutDevicesIsMissing() throws Exception {
    var said = list(new BrokenDriver("CUDA", "return null;"));
    assertTrue(said.contains("cuda: the driver found no device"), said);
    othersAreThere(said);
  }
}
