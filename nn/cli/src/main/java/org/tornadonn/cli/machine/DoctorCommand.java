package org.tornadonn.cli.machine;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.show.Json;
import org.tornadonn.device.Device;
import org.tornadonn.device.Devices;
import org.tornadonn.exec.Tuning;
import org.tornadonn.exec.jvm.Vectors;
import org.tornadonn.exec.tornado.driver.TornadoSdk;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Says what this machine has, whether it works, and what to do about what is missing. */
@Command(
    name = "doctor",
    description =
        "Checks the JDK, TornadoVM and the drivers, runs a small plan on every device,"
            + " and says what to do about what is missing.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every device that was tested works", "1:a device failed", "2:wrong usage"})
public final class DoctorCommand implements Callable<Integer> {

  private static final String LINE = "%-10s %s%n";

  /** What TornadoVM calls an FPGA. */
  private static final Set<String> SLOW = Set.of("FPGA", "ACCELERATOR");

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "Test this device only. Default: all that compile in seconds, so no FPGA.")
  @Nullable String device;

  @Option(names = "--json", description = "Print one JSON object instead of a report.")
  boolean json;

  /** The JDK. */
  record Jdk(String version, String vendor, String home, boolean vectorApi) {}

  /** TornadoVM's SDK. */
  record Sdk(String version, String path) {}

  /** A backend that is not there. */
  record Absent(String backend, String reason, String next) {}

  /** What {@code --json} prints. */
  record Answer(
      boolean ok,
      Jdk jdk,
      @Nullable Sdk tornadovm,
      List<DriverFiles> drivers,
      Map<String, String> flags,
      List<SelfTest> devices,
      DevicesCommand.Taken auto,
      List<Absent> missing) {}

  @Override
  public Integer call() {
    var system = OperatingSystem.of(System.getProperty("os.name"));
    var answer = examine(Machine.find(Tuning.DEFAULT), SelfTestProcess::of, system);
    if (json) {
      System.out.println(Json.line(answer));
    } else {
      print(answer);
    }
    return answer.ok() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Examines these devices as those of this machine. */
  Answer examine(Devices found, Function<Device, SelfTest> tester, OperatingSystem system) {
    var tests =
        device == null
            ? found.devices().stream()
                .map(d -> SLOW.contains(d.type()) ? SelfTest.skipped(d) : tester.apply(d))
                .toList()
            : List.of(tester.apply(found.select(device)));
    var steps = NextSteps.on(system);
    return new Answer(
        tests.stream().noneMatch(test -> test.status().equals("failed")),
        new Jdk(
            Runtime.version().toString(),
            System.getProperty("java.vendor"),
            System.getProperty("java.home"),
            Vectors.here() == Vectors.VECTOR_API),
        TornadoSdk.find().map(sdk -> new Sdk(sdk.version(), sdk.path().toString())).orElse(null),
        DriverFiles.find(system, System.getenv()),
        flags(),
        tests,
        DevicesCommand.Taken.of(found, "auto"),
        found.missing().stream()
            .map(missing -> new Absent(missing.backend(), missing.reason(), steps.of(missing)))
            .toList());
  }

  /** TornadoVM's switches, but not those that only wire it together; and ours. */
  private static Map<String, String> flags() {
    var flags = new TreeMap<String, String>();
    for (var name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith("tornado.") && !name.startsWith("tornado.load.")) {
        flags.put("-D" + name, System.getProperty(name));
      }
    }
    var preferred = System.getenv(Devices.VARIABLE);
    if (preferred != null) {
      flags.put(Devices.VARIABLE, preferred);
    }
    return flags;
  }

  private static void print(Answer answer) {
    var jdk = answer.jdk();
    System.out.printf(LINE, "JDK", jdk.version() + ", " + jdk.vendor() + ", " + jdk.home());
    System.out.printf(
        LINE,
        "",
        jdk.vectorApi() ? "Vector API: on" : "Vector API: off. " + Vectors.here().advice());
    var sdk = answer.tornadovm();
    System.out.printf(LINE, "TornadoVM", sdk == null ? "none" : sdk.version() + ", " + sdk.path());
    for (var driver : answer.drivers()) {
      var files = driver.files().isEmpty() ? "none" : String.join(", ", driver.files());
      System.out.printf(LINE, "driver", driver.name() + ": " + files);
    }
    answer.flags().forEach((name, value) -> System.out.printf(LINE, "flag", name + "=" + value));
    for (var test : answer.devices()) {
      System.out.printf(
          LINE, "device", "%s %s: %s".formatted(test.device(), test.status(), test.result()));
    }
    System.out.printf(LINE, "auto", answer.auto().text());
    for (var missing : answer.missing()) {
      System.out.printf(LINE, "missing", missing.backend() + ": " + missing.reason());
      System.out.printf(LINE, "", "→ " + missing.next());
    }
    System.out.println(verdict(answer.devices()));
  }

  private static String verdict(List<SelfTest> tests) {
    var failed = names(tests, "failed");
    return failed.isEmpty()
        ? "Everything can run on: " + names(tests, "ok") + "."
        : "These devices are there but do not work: " + failed + ".";
  }

  private static String names(List<SelfTest> tests, String status) {
    return tests.stream()
        .filter(test -> test.status().equals(status))
        .map(SelfTest::device)
        .collect(Collectors.joining(", "));
  }
}
