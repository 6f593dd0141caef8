package org.tornadonn.exec.tornado;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tornadonn.exec.Executor;
import uk.ac.manchester.tornado.api.TornadoRuntime;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.runtime.TornadoRuntimeProvider;

/** The devices that TornadoVM lists on this machine, or the reason why there are none. */
public final class TornadoPlatform {

  /**
   * A device as TornadoVM lists it.
   *
   * @param name backend and index: {@code opencl:0}
   * @param index TornadoVM's own {@code backend:device}: {@code 0:1}
   * @param type {@code GPU}, {@code CPU}, {@code ACCELERATOR}, …
   * @param backend the backend's name
   * @param description the hardware
   * @param memoryBytes global memory
   */
  public record Found(
      String name,
      String index,
      String type,
      String backend,
      String description,
      long memoryBytes) {}

  private final List<Found> devices = new ArrayList<>();
  private final List<TornadoDevice> handles = new ArrayList<>();
  private String missing = "";

  /** Looks; never throws. */
  public TornadoPlatform() {
    try {
      // Looked up, not initialised: switches count only before TornadoVM's first class does that.
      Class.forName(
          "uk.ac.manchester.tornado.runtime.TornadoCoreRuntime",
          false,
          ClassLoader.getSystemClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      missing =
          "TornadoVM is not there: start with its SDK's argument file, as scripts/tornado-nn does";
      return;
    }
    Switches.set();
    try {
      list(TornadoRuntimeProvider.getTornadoRuntime());
      if (devices.isEmpty()) {
        missing = "TornadoVM lists no devices";
      }
    } catch (Throwable e) {
      missing = "TornadoVM does not start: " + Culprit.reason(e);
    }
  }

  private void list(TornadoRuntime runtime) {
    for (int b = 0; b < runtime.getNumBackends(); b++) {
      var backend = runtime.getBackend(b);
      var backendName = backend.getBackendType().name().toLowerCase(Locale.ROOT);
      for (int d = 0; d < backend.getNumDevices(); d++) {
        var device = backend.getDevice(d);
        devices.add(
            new Found(
                backendName + ":" + d,
                b + ":" + d,
                device.getDeviceType().name(),
                backendName,
                device.getPhysicalDevice().getDeviceName(),
                device.getMaxGlobalMemory()));
        handles.add(device);
      }
    }
  }

  /** The devices, in TornadoVM's order. */
  public List<Found> devices() {
    return List.copyOf(devices);
  }

  /** Why there are no devices; empty if there are some. */
  public String missing() {
    return missing;
  }

  /** Opens a device of the list. */
  public Executor open(Found device) {
    return new TornadoExecutor(device.name(), handles.get(devices.indexOf(device)));
  }
}
