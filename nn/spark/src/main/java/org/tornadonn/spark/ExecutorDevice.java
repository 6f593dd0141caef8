package org.tornadonn.spark;

import java.util.Map;
import org.tornadonn.device.Device;
import org.tornadonn.device.Devices;

/** Which device an executor takes. */
final class ExecutorDevice {

  /** Whatever the executor's machine has. */
  static final String ANY = "auto";

  private ExecutorDevice() {}

  /**
   * Finds the device of this process.
   *
   * @param name what was asked for; {@link #ANY} for the one that the machine's environment
   *     variable TORNADO_NN_DEVICE names, else {@code auto}
   * @throws org.tornadonn.device.DeviceException if this machine has none of that name
   */
  static Device choose(String name) {
    return Device.of(name(name, System.getenv()));
  }

  static String name(String asked, Map<String, String> environment) {
    if (!asked.equals(ANY)) {
      return asked;
    }
    var local = environment.getOrDefault(Devices.VARIABLE, "");
    return local.isEmpty() ? ANY : local;
  }
}
