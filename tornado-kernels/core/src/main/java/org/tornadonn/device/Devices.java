package org.tornadonn.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.exec.tornado.TornadoPlatform;

/**
 * What this machine offers.
 *
 * @param devices {@code jvm} first, then TornadoVM's devices in its order
 * @param missing what is not there, and why: {@code tornadovm} → reason
 */
public record Devices(List<Device> devices, Map<String, String> missing) {

  /** Environment variable that names the device where the caller does not. */
  public static final String VARIABLE = "TORNADO_NN_DEVICE";

  /** Looks for devices; never throws. Without TornadoVM this takes no time. */
  public static Devices find() {
    var platform = new TornadoPlatform();
    var devices = new ArrayList<Device>();
    devices.add(jvm());
    for (var found : platform.devices()) {
      devices.add(
          new Device(
              found.name(),
              found.index(),
              found.type(),
              found.backend(),
              found.description(),
              found.memoryBytes(),
              () -> platform.open(found)));
    }
    return new Devices(
        List.copyOf(devices),
        platform.missing().isEmpty() ? Map.of() : Map.of("tornadovm", platform.missing()));
  }

  static Device jvm() {
    var runtime = Runtime.getRuntime();
    return new Device(
        "jvm",
        "",
        "CPU",
        "jvm",
        "Java %s, %d threads, %s"
            .formatted(
                Runtime.version().feature(),
                runtime.availableProcessors(),
                JvmExecutor.vectorApi() ? "Vector API" : "no Vector API (slow)"),
        runtime.maxMemory(),
        JvmExecutor::new);
  }

  /**
   * The device of that name: {@code jvm}, {@code opencl:0}, TornadoVM's {@code 0:0}, or {@code
   * auto}.
   *
   * <p>{@code auto} takes the first GPU that TornadoVM lists, else the JVM; never an FPGA, whose
   * compilation can take hours, and never a CPU through a driver, which is slower than the JVM.
   *
   * @throws DeviceException if there is none; the message lists those that there are
   */
  public Device select(String name) {
    if (name.equals("auto")) {
      return devices.stream()
          .filter(device -> device.type().equals("GPU"))
          .findFirst()
          .orElseGet(devices::getFirst);
    }
    return devices.stream()
        .filter(device -> device.name().equals(name) || device.index().equals(name))
        .findFirst()
        .orElseThrow(() -> new DeviceException(notThere(name)));
  }

  private String notThere(String name) {
    var there = devices.stream().map(Device::name).collect(Collectors.joining(", "));
    var why =
        missing.entrySet().stream()
            .map(entry -> " (" + entry.getKey() + ": " + entry.getValue() + ")")
            .collect(Collectors.joining());
    return "There is no device '%s'. There are: %s%s. Choose one of them, or auto."
        .formatted(name, there, why);
  }
}
