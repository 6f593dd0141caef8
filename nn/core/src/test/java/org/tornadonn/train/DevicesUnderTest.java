package org.tornadonn.train;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import org.tornadonn.device.Device;
import org.tornadonn.device.Devices;

/**
 * The devices that tests run on: all that are found, or those that {@code tornadonn.devices} names.
 */
final class DevicesUnderTest {

  private static final List<Device> DEVICES = find();

  private DevicesUnderTest() {}

  static List<Device> all() {
    return DEVICES;
  }

  /** Skips a test on devices that compile for long what other suites compile there too. */
  static void assumeQuickOrLong(Device device) {
    assumeTrue(
        device.isJvm() || Boolean.getBoolean("tornadonn.long"),
        "takes long on " + device + ": scripts/check --long runs it");
  }

  private static List<Device> find() {
    var found = Devices.find();
    var names = System.getProperty("tornadonn.devices", "");
    return names.isEmpty()
        ? found.devices()
        : Arrays.stream(names.split(",")).map(found::select).toList();
  }
}
