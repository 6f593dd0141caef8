package org.tornadonn.cli.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadonn.cli.Cli;
import org.tornadonn.cli.usage.FileNames;
import org.tornadonn.device.Device;
import org.tornadonn.device.DeviceException;
import org.tornadonn.device.Devices;
import org.tornadonn.exec.tornado.driver.Missing;

/** Why something is missing, as far as the launcher and the files of the system know it. */
class MachineTest {

  @TempDir Path root;

  private static final Devices BARE =
      new Devices(
          List.of(Device.jvm()),
          List.of(new Missing("tornadovm", Missing.Cause.NO_SDK, "Java was not asked to")));

  @Test
  void whatTheLauncherFoundIsTheReason() {
    var machine = Machine.explained(BARE, "the jar x.jar is cut", List.of());
    var missing = machine.missing().getFirst();
    assertEquals(Missing.Cause.BROKEN_SDK, missing.cause());
    assertEquals("the jar x.jar is cut", missing.reason());
    var e = assertThrows(DeviceException.class, () -> machine.select("opencl:0"));
    assertTrue(String.valueOf(e.getMessage()).contains("the jar x.jar is cut"), e.getMessage());
    var doctor =
        new DoctorCommand().examine(machine, SelfTest::of, OperatingSystem.LINUX).missing();
    assertTrue(doctor.getFirst().next().contains("Install a whole SDK"), doctor.toString());
    assertEquals(BARE, Machine.explained(BARE, null, List.of()));
  }

  /**
   * Files of OpenCL's loader, on a system of these libraries: /usr/lib/libthere.so and
   * /opt/x/libfar.so.
   */
  @ParameterizedTest
  @CsvSource({
    "libthere.so, ''",
    "'  libthere.so  ', ''",
    "/usr/lib/libthere.so, ''",
    "libfar.so, ''",
    "libgone.so.1, 'announces the driver libgone.so.1, which is not there'",
    "/opt/x/libgone.so, 'announces the driver /opt/x/libgone.so, which is not there'",
    "'', names no library"
  })
  void aDriverThatIsAnnouncedButNotThereIsNamed(String library, String problem) throws Exception {
    Files.createFile(Files.createDirectories(root.resolve("usr/lib")).resolve("libthere.so"));
    Files.createFile(Files.createDirectories(root.resolve("opt/x")).resolve("libfar.so"));
    Files.writeString(
        Files.createDirectories(root.resolve("etc/ld.so.conf.d")).resolve("x.conf"),
        "# x\n/opt/x\n");
    var vendors = Files.createDirectories(root.resolve("vendors"));
    var icd = Files.writeString(vendors.resolve("chip.icd"), library + "\n");
    for (var variable : List.of(vendors, icd)) {
      var environment = Map.of("OCL_ICD_VENDORS", variable.toString());
      var found = IcdFile.find(environment, new LibraryFolders(root, environment));
      assertEquals(1, found.size());
      var machine = Machine.explained(BARE, null, found);
      if (problem.isEmpty()) {
        assertEquals(Optional.empty(), found.getFirst().problem());
        assertEquals(BARE, machine);
      } else {
        var missing = machine.missing().getLast();
        assertEquals("opencl", missing.backend());
        assertEquals(icd + " " + problem, missing.reason());
        var next = NextSteps.on(OperatingSystem.LINUX).of(missing);
        assertTrue(next.contains("delete the file"), next);
      }
    }
  }

  @Test
  void aNameThatTheLocaleLacksIsNoDefect() {
    var unmappable =
        new InvalidPathException(
            "\u00e4.png", "Malformed input or input contains unmappable characters");
    var said = FileNames.explain(unmappable);
    assertTrue(said.contains("LC_ALL=C.UTF-8") && said.contains("'\u00e4.png'"), said);
    var nul = Cli.run("evaluate", "--model", "a\0b", "--data", "x");
    Cli.refused(2, nul, "is no name of a file: Nul character not allowed");
    assertFalse(nul.err().contains("Exception"), nul.err());
  }
}
