package org.tornadonn.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.Tuning;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.exec.jvm.Vectors;
import org.tornadonn.exec.tornado.TornadoPlatform;
import org.tornadonn.exec.tornado.TornadoPlatform.Found;
import org.tornadonn.exec.tornado.driver.Missing;

/**
 * What this machine offers.
 *
 * @param devices {@code jvm} first, then TornadoVM's devices in its order
 * @param missing the backends that are not there, and why
 */
public record Devices(List<Device> devices, List<Missing> missing) {

  /** Environment variable that names the device where the caller does not. */
  public static final String VARIABLE = "TORNADO_NN_DEVICE";

  /**
   * Looks for devices; never throws. Without TornadoVM this takes no time. With it, the first look
   * starts it, after another JVM has tried each driver: one that fails or crashes is missing, and
   * the others are there.
   */
  public static Devices find() {
    return find(Tuning.DEFAULT);
  }

  /** Looks for devices as {@link #find()} does; they run kernels up to a version: to compare. */
  public static Devices find(Version most) {
    return find(Tuning.upTo(most));
  }

  /** Looks for devices as {@link #find()} does, and says what they may do for speed. */
  public static Devices find(Tuning tuning) {
    var platform = TornadoPlatform.get();
    var devices = new ArrayList<Device>();
    devices.add(Device.jvm(tuning.most()));
    for (var found : platform.devices()) {
      devices.add(
          new Device(
              found.name(),
              found.index(),
              found.type(),
              found.backend(),
              found.description() + only(tuning.most()) + recorded(platform, found, tuning),
              found.driver(),
              found.memoryBytes(),
              () -> platform.open(found, tuning)));
    }
    return new Devices(List.copyOf(devices), platform.missing());
  }

  static Device jvm(Version most, Vectors wanted) {
    var runtime = Runtime.getRuntime();
    var vectors = Vectors.here().compareTo(wanted) > 0 ? Vectors.here() : wanted;
    return new Device(
        "jvm",
        "",
        "CPU",
        "jvm",
        "Java %s, %s threads, %s%s"
            .formatted(
                Runtime.version().feature(),
                runtime.availableProcessors(),
                vectors.description(),
                only(most)),
        "Java " + Runtime.version(),
        runtime.maxMemory(),
        () -> new JvmExecutor(runtime.availableProcessors(), most, vectors));
  }

  /** Whether a device has CUDA graphs; the JVM has none, and TornadoVM is not started for it. */
  public static boolean hasCudaGraphs(Device device) {
    if (device.isJvm()) {
      return false;
    }
    var platform = TornadoPlatform.get();
    return platform.devices().stream()
        .filter(found -> found.name().equals(device.name()))
        .anyMatch(platform::hasCudaGraphs);
  }

  private static String recorded(TornadoPlatform platform, Found found, Tuning tuning) {
    return tuning.cudaGraphs() && platform.hasCudaGraphs(found) ? ", CUDA graphs" : "";
  }

  private static String only(Version most) {
    return most == Version.FUSED
        ? ""
        : ", %s kernels".formatted(most.name().toLowerCase(Locale.ROOT));
  }

  /**
   * The device of that name: {@code jvm}, {@code opencl:0}, TornadoVM's {@code 0:0}, or {@code
   * auto}.
   *
   * @throws DeviceException if there is none; the message lists those that there are
   */
  public Device select(String name) {
    return choose(name).device();
  }

  /**
   * The device of that name, and why it is that one.
   *
   * <p>{@code auto} takes the first GPU that TornadoVM lists, else the JVM; never an FPGA, whose
   * compilation can take hours, and never a CPU through a driver, which is slower than the JVM.
   * Nothing is measured here: whether the GPU beats the JVM depends on what it is to run.
   *
   * @throws DeviceException if there is none; the message lists those that there are
   */
  public Choice choose(String name) {
    if (name.equals("auto")) {
      return devices.stream()
          .filter(device -> device.type().equals("GPU"))
          .findFirst()
          .map(gpu -> new Choice(gpu, "it is the first GPU that TornadoVM lists"))
          .orElseGet(() -> new Choice(devices.getFirst(), whyNoGpu()));
    }
    return devices.stream()
        .filter(device -> device.name().equals(name) || isIndex(name, device))
        .findFirst()
        .map(device -> new Choice(device, "it was asked for"))
        .orElseThrow(() -> new DeviceException(notThere(name)));
  }

  private static boolean isIndex(String name, Device device) {
    return !name.isEmpty() && name.equals(device.index());
  }

  private String whyNoGpu() {
    var others =
        devices.stream()
            .skip(1)
            .map(device -> "%s is of type %s".formatted(device.name(), device.type()))
            .collect(Collectors.joining(", "));
    return others.isEmpty()
        ? "TornadoVM offers no device"
        : "there is no GPU; %s, to be asked for by name".formatted(others);
  }

  private String notThere(String name) {
    var there =
        devices.stream()
            .map(
                device ->
                    device.index().isEmpty()
                        ? device.name()
                        : device.name() + " (" + device.index() + ")")
            .collect(Collectors.joining(", "));
    return "There is no device '%s'%s. There are: %s. Choose one of them, or auto."
        .formatted(name, why(name), there);
  }

  /** Why its backend, or TornadoVM altogether, is not there; empty if that is not known. */
  private String why(String name) {
    var backend = name.replaceFirst(":.*$", "");
    return missing.stream()
        .filter(m -> m.backend().equals(backend) || m.backend().equals("tornadovm"))
        .findFirst()
        .map(m -> ": " + m.reason())
        .orElse("");
  }
}
