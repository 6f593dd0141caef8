package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.tornadonn.device.Device;
import org.tornadonn.device.Devices;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.Tuning;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.exec.jvm.Vectors;
import org.tornadonn.exec.tornado.TornadoPlatform;

/**
 * The devices that the suite runs on: the JVM as users get it, its portable and its tuned kernels
 * each by themselves, those for a JVM without the Vector API, and whatever TornadoVM lists. {@code
 * -Dtornadonn.devices=jvm,opencl:0} picks some; {@code -Dtornadonn.kernels=portable} (or {@code
 * tuned}) those that run that version. A long run has a GPU's kernels on other devices too.
 *
 * @param present those that are there
 * @param portable TornadoVM's devices with the portable kernels only, which small cases run in any
 *     case; a long run has them among those that are there
 * @param missing what is not there, and why
 * @param unknown names asked for that nobody knows
 */
record DevicesUnderTest(
    List<DeviceUnderTest> present,
    List<DeviceUnderTest> portable,
    Map<String, String> missing,
    List<String> unknown) {

  /** Whether to leave nothing out, however long it takes. */
  static final boolean LONG = Boolean.getBoolean("tornadonn.long");

  /** The end of the name of a device that runs the portable kernels only. */
  private static final String PORTABLE = " portable";

  /** The end of the name of a device that runs a GPU's kernels, though it is none. */
  private static final String AS_GPU = " as gpu";

  /** The end of the name of a device that records its kernels as CUDA graphs. */
  private static final String RECORDED = " recorded";

  private static final DevicesUnderTest FOUND =
      find(System.getProperty("tornadonn.devices", ""))
          .only(System.getProperty("tornadonn.kernels", ""));

  /** The devices of this run. */
  static DevicesUnderTest get() {
    return FOUND;
  }

  private static DevicesUnderTest find(String asked) {
    var found = Devices.find();
    var all = new ArrayList<DeviceUnderTest>();
    var missing = new TreeMap<String, String>();
    found.missing().forEach(backend -> missing.put(backend.backend(), backend.reason()));
    for (var device : found.devices()) {
      all.add(of(device));
    }
    all.add(
        1,
        new DeviceUnderTest(
            "jvm portable",
            false,
            "portable loops, 2 threads",
            () -> new JvmExecutor(2, Version.PORTABLE)));
    if (Vectors.here() == Vectors.VECTOR_API) {
      all.add(
          2,
          new DeviceUnderTest(
              "jvm tuned",
              false,
              "Vector API, 3 threads",
              () -> new JvmExecutor(3, Version.FUSED)));
      all.add(
          3,
          new DeviceUnderTest(
              "jvm compiler",
              false,
              "without the Vector API, 3 threads",
              () -> new JvmExecutor(3, Version.FUSED, Vectors.COMPILER)));
    } else {
      missing.put("jvm tuned", "start Java with --add-modules jdk.incubator.vector");
    }
    var portable = new ArrayList<DeviceUnderTest>();
    for (var device : Devices.find(Version.PORTABLE).devices()) {
      if (!device.isJvm()) {
        portable.add(portable(device));
      }
    }
    var platform = TornadoPlatform.get();
    platform.devices().stream()
        .filter(platform::hasCudaGraphs)
        .map(device -> recorded(platform, device))
        .forEach(all::add);
    if (LONG) {
      all.addAll(portable);
      portable.clear();
      platform.devices().stream()
          .filter(device -> !device.type().equals("GPU"))
          .map(device -> asGpu(platform, device))
          .forEach(all::add);
    }
    if (asked.isBlank()) {
      return new DevicesUnderTest(List.copyOf(all), List.copyOf(portable), missing, List.of());
    }
    var names = Arrays.stream(asked.split(",")).map(String::strip).toList();
    return new DevicesUnderTest(
        all.stream().filter(device -> isAsked(names, device)).toList(),
        portable.stream().filter(device -> isAsked(names, device)).toList(),
        missing,
        names.stream()
            .filter(name -> all.stream().noneMatch(device -> device.name().equals(name)))
            .filter(name -> !missing.containsKey(name))
            .toList());
  }

  /** A device by its name, one of TornadoVM's in both versions. */
  private static boolean isAsked(List<String> names, DeviceUnderTest device) {
    return names.contains(device.name())
        || (device.slow() && names.contains(device.name().replaceFirst(" .*$", "")));
  }

  /** The devices that run one version of the kernels. */
  private DevicesUnderTest only(String kernels) {
    return switch (kernels) {
      case "" -> this;
      case "portable" ->
          new DevicesUnderTest(
              Stream.concat(present.stream(), portable.stream())
                  .filter(device -> !isTuned(device))
                  .toList(),
              List.of(),
              missing,
              unknown);
      case "tuned" ->
          new DevicesUnderTest(
              present.stream().filter(DevicesUnderTest::isTuned).toList(),
              List.of(),
              missing,
              unknown);
      default ->
          throw new IllegalArgumentException(
              "-Dtornadonn.kernels is portable or tuned, not " + kernels);
    };
  }

  private static boolean isTuned(DeviceUnderTest device) {
    return !device.name().endsWith(PORTABLE) && (device.slow() || Vectors.here() != Vectors.NONE);
  }

  private static DeviceUnderTest of(Device device) {
    boolean tornado = !device.isJvm();
    return new DeviceUnderTest(device.name(), tornado, device.description(), device::open);
  }

  private static DeviceUnderTest portable(Device device) {
    return new DeviceUnderTest(device.name() + PORTABLE, true, device.description(), device::open);
  }

  /** Another device with the kernels that GPUs run. */
  private static DeviceUnderTest asGpu(TornadoPlatform platform, TornadoPlatform.Found device) {
    return new DeviceUnderTest(
        device.name() + AS_GPU,
        true,
        device.description(),
        () -> platform.open(device, "GPU", Tuning.DEFAULT));
  }

  /** A device whose kernels are recorded as CUDA graphs. */
  private static DeviceUnderTest recorded(TornadoPlatform platform, TornadoPlatform.Found device) {
    return new DeviceUnderTest(
        device.name() + RECORDED,
        true,
        device.description(),
        () -> platform.open(device, new Tuning(Version.FUSED, false, true)));
  }

  /** The devices that run TornadoVM's kernels. */
  List<DeviceUnderTest> tornado() {
    return present.stream().filter(DeviceUnderTest::slow).toList();
  }

  /** The devices that run on the plain JVM. */
  List<DeviceUnderTest> jvm() {
    return present.stream().filter(device -> !device.slow()).toList();
  }

  /** Every device with every case that it is to run; with a long run, all of them. */
  Stream<Arguments> with(List<GraphCase> cases) {
    return with(cases, cases.stream().filter(GraphCase::everywhere).toList());
  }

  /** Every device with its cases: slow ones run some, unless this is a long run. */
  <T> Stream<Arguments> with(List<T> cases, List<T> some) {
    return present.stream()
        .flatMap(
            device ->
                (device.slow() && !LONG ? some : cases).stream().map(c -> Arguments.of(device, c)));
  }

  /** One line that says what is tested and what is not. */
  @Override
  public String toString() {
    return present.stream()
            .map(device -> device.name() + " (" + device.description() + ")")
            .collect(Collectors.joining(", ", "devices under test: ", ""))
        + missing.entrySet().stream()
            .map(entry -> "; " + entry.getKey() + " skipped: " + entry.getValue())
            .collect(Collectors.joining());
  }
}
