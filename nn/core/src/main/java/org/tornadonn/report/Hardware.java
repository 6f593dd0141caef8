package org.tornadonn.report;

import org.tornadonn.device.Device;

/**
 * The device of a run.
 *
 * @param name what users call it: {@code opencl:0}
 * @param type {@code CPU}, {@code GPU}, …
 * @param description the hardware
 * @param driver what drives it, with its version
 * @param memoryBytes memory that it can use
 */
public record Hardware(
    String name, String type, String description, String driver, long memoryBytes) {

  /** What a device says of itself. */
  public static Hardware of(Device device) {
    return new Hardware(
        device.name(), device.type(), device.description(), device.driver(), device.memoryBytes());
  }
}
