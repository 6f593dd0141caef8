package org.tornadonn.cli.machine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.device.Device;
import picocli.CommandLine.Option;

/** The {@code --fallback} option of commands that run a model on a device. */
public final class FallbackOption {

  /** What to do when a device fails. */
  enum Mode {
    ERROR,
    WARN
  }

  @Option(
      names = "--fallback",
      paramLabel = "MODE",
      description =
          "When a device fails: error stops, warn says so and goes on with the next device."
              + " Default: warn until the first step where the device is auto, else error.")
  @Nullable Mode mode;

  /**
   * The devices to try. Under {@code auto}, a step decides between them and the JVM, also where a
   * failure stops; a device that was asked for by name is not measured.
   */
  public Candidates candidates(DeviceOption option) {
    var chosen = option.device();
    boolean auto = option.name().equals("auto");
    if (chosen.isJvm()) {
      return Candidates.only(chosen);
    }
    var cache = SpeedCache.ofUser(System.getenv(), System.getProperty("user.home"));
    var race = auto ? new Race(option.jvm(), cache) : null;
    if (mode == Mode.ERROR || (mode == null && !auto)) {
      return new Candidates(List.of(chosen), false, false, race);
    }
    var devices = new ArrayList<Device>();
    devices.add(chosen);
    option.devices().devices().stream()
        .filter(device -> device.type().equals("GPU") && !device.equals(chosen))
        .forEach(devices::add);
    devices.add(option.jvm());
    return new Candidates(devices, auto, mode == Mode.WARN, race);
  }
}
