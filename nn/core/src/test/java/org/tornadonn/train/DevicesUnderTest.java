package org.tornadonn.train;

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

  private static List<Device> find() {
    var found = Devices.find();
    var names = System.getProperty("tornadonn.devices", "");
    return names.isEmpty()
        ? found.devices()
        : Arrays.stream(names.split(",")).map(found::select).toList();
  }
}
