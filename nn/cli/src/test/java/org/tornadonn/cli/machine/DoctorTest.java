package org.tornadonn.cli.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tornadonn.cli.Cli;
import org.tornadonn.cli.ForwardedProgram;
import org.tornadonn.device.Device;
import org.tornadonn.device.Devices;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Program;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.exec.tornado.driver.Missing;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;

/** What {@code doctor} finds, and what it says about it. */
class DoctorTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static Device device(String type, Supplier<Executor> opener) {
    return new Device("chip:0", "0:0", type, "chip", "a chip", "its driver", 1, opener);
  }

  /** A device that computes, and then puts one number in the place of every output. */
  private record Wrong(Executor jvm, float number) implements Executor {

    @Override
    public Program load(List<Plan> plans, Map<Buffer, float[]> given) {
      return new ForwardedProgram(jvm.load(plans, given)) {
        @Override
        public void run(Plan plan) {
          super.run(plan);
          plan.buffers().stream()
              .filter(buffer -> buffer.role() == Role.OUTPUT)
              .forEach(buffer -> Arrays.fill(array(buffer), number));
        }
      };
    }

    @Override
    public void close() {
      jvm.close();
    }
  }

  private static DoctorCommand.Answer examine(Device device) {
    var machine = new Devices(List.of(Device.jvm(), device), List.of());
    return new DoctorCommand().examine(machine, SelfTest::of, OperatingSystem.LINUX);
  }

  @Test
  void thePlainJvmIsHealthy() throws Exception {
    var cli = Cli.run("doctor", "--json", "--device", "jvm");
    assertEquals(0, cli.code(), cli.err());
    var answer = JSON.readTree(cli.out());
    assertTrue(answer.get("ok").asBoolean());
    assertEquals(Runtime.version().toString(), answer.get("jdk").get("version").asText());
    assertEquals(1, answer.get("devices").size());
    assertEquals("ok", answer.get("devices").get(0).get("status").asText());
    for (var missing : answer.get("missing")) {
      assertFalse(missing.get("next").asText().isBlank(), missing.toString());
    }
    var text = Cli.run("doctor", "--device", "jvm");
    assertTrue(text.out().contains("jvm ok: differs from"), text.out());
    assertTrue(text.out().endsWith("Everything can run on: jvm." + System.lineSeparator()));
  }

  @ParameterizedTest
  @CsvSource({"0", "NaN", "Infinity"})
  void wrongNumbersAreAFailure(float number) {
    var answer = examine(device("GPU", () -> new Wrong(new JvmExecutor(), number)));
    assertFalse(answer.ok());
    assertEquals("ok", answer.devices().getFirst().status());
    assertEquals("failed", answer.devices().getLast().status());
    assertTrue(answer.devices().getLast().result().startsWith("wrong numbers"));
  }

  @Test
  void aDeviceThatRefusesIsAFailure() {
    var answer =
        examine(
            device(
                "GPU",
                () -> {
                  throw new ExecutionException("Device chip:0 is on fire.");
                }));
    assertFalse(answer.ok());
    assertEquals("Device chip:0 is on fire.", answer.devices().getLast().result());
  }

  @ParameterizedTest
  @CsvSource({"FPGA", "ACCELERATOR"})
  void anFpgaIsTestedOnlyIfItIsAskedFor(String type) {
    var fpga = device(type, () -> new Wrong(new JvmExecutor(), 0));
    assertTrue(examine(fpga).ok());
    assertEquals("skipped", examine(fpga).devices().getLast().status());
    var doctor = new DoctorCommand();
    doctor.device = "chip:0";
    var machine = new Devices(List.of(Device.jvm(), fpga), List.of());
    var answer = doctor.examine(machine, SelfTest::of, OperatingSystem.LINUX);
    assertFalse(answer.ok());
    assertEquals(1, answer.devices().size());
  }

  @Test
  void aDeviceThatIsNotThereIsRefused() {
    var cli = Cli.run("doctor", "--device", "chip:9");
    assertEquals(1, cli.code());
    assertEquals("", cli.out());
    assertTrue(cli.err().contains("There is no device 'chip:9'"), cli.err());
  }

  /** Known backends and one of tomorrow: each has a step, whatever is wrong. */
  @ParameterizedTest
  @EnumSource(OperatingSystem.class)
  void everythingMissingHasANextStep(OperatingSystem system) {
    var steps = NextSteps.on(system);
    for (var cause : Missing.Cause.values()) {
      for (var backend : List.of("opencl", "cuda", "ptx", "spirv", "metal", "tomorrow")) {
        var step = steps.of(new Missing(backend, cause, "why"));
        assertFalse(step.isBlank() || step.contains("{"), step);
      }
    }
    assertTrue(
        steps.of(new Missing("tomorrow", Missing.Cause.NOT_IN_SDK, "")).contains("jdk25-tomorrow"));
  }

  @Test
  void theStepIsThatOfTheSystem() {
    var missing = new Missing("opencl", Missing.Cause.DRIVER, "");
    assertTrue(NextSteps.on(OperatingSystem.LINUX).of(missing).contains("apt-get"));
    assertFalse(NextSteps.on(OperatingSystem.MACOS).of(missing).contains("apt-get"));
    assertFalse(NextSteps.on(OperatingSystem.WINDOWS).of(missing).contains("apt-get"));
  }

  @ParameterizedTest
  @CsvSource({"Linux,LINUX", "Mac OS X,MACOS", "Windows 11,WINDOWS", "FreeBSD,LINUX"})
  void aSystemIsKnownByItsName(String name, OperatingSystem system) {
    assertEquals(system, OperatingSystem.of(name));
  }

  @Test
  void driversAreLookedForWhereTheLoaderLooks(@TempDir Path folder) throws Exception {
    var environment =
        Map.of("OCL_ICD_VENDORS", folder.toString(), "LD_LIBRARY_PATH", folder.toString());
    assertEquals(List.of(), files("OpenCL", environment));
    var icd = Files.createFile(folder.resolve("chip.icd"));
    var cuda = Files.createFile(folder.resolve("libcuda.so.1"));
    assertEquals(List.of(icd.toString()), files("OpenCL", environment));
    assertEquals(cuda.toString(), files("CUDA", environment).getFirst());
  }

  private static List<String> files(String driver, Map<String, String> environment) {
    return DriverFiles.find(OperatingSystem.LINUX, environment).stream()
        .filter(found -> found.name().equals(driver))
        .findFirst()
        .orElseThrow()
        .files();
  }
}
