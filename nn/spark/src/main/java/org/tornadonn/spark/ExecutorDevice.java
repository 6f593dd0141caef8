package org.tornadonn.spark;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tornadonn.device.Device;
import org.tornadonn.device.DeviceException;
import org.tornadonn.device.Devices;

/** Which device an executor takes. */
final class ExecutorDevice {

  /** Whatever the executor's machine has. */
  static final String ANY = "auto";

  private static final Logger LOGGER = LoggerFactory.getLogger(ExecutorDevice.class);

  private ExecutorDevice() {}

  /**
   * Finds the device of this process, and says in its log which it is.
   *
   * @param asked what was asked for; {@link #ANY} for the one that the machine's environment
   *     variable TORNADO_NN_DEVICE names, else {@code auto}
   * @throws DeviceException if this machine has none of that name, or TornadoVM cannot use it
   */
  static Device choose(String asked) {
    var name = name(asked, System.getenv());
    var device = usable(Device.of(name), name, areKernelsReadable());
    LOGGER.info("Computing on {}: {}", device, device.description());
    return device;
  }

  static String name(String asked, Map<String, String> environment) {
    if (!asked.equals(ANY)) {
      return asked;
    }
    var local = environment.getOrDefault(Devices.VARIABLE, "");
    return local.isEmpty() ? ANY : local;
  }

  /** The device, or the JVM if TornadoVM cannot use a device that nobody asked for. */
  static Device usable(Device device, String name, boolean areKernelsReadable) {
    if (device.isJvm() || areKernelsReadable) {
      return device;
    }
    var reason =
        "TornadoVM cannot read the kernels for %s on this executor: put tornado-kernels-….jar on its machine and name it in spark.executor.extraClassPath, since TornadoVM does not see jars that Spark sends; docs/spark.md shows how"
            .formatted(device);
    if (name.equals(ANY)) {
      LOGGER.warn("{}. It computes on jvm", reason);
      return Device.jvm();
    }
    throw new DeviceException(reason + ".");
  }

  /** TornadoVM looks for the classes of kernels where Java itself does. */
  private static boolean areKernelsReadable() {
    return ClassLoader.getSystemResource(Device.class.getName().replace('.', '/') + ".class")
        != null;
  }
}
