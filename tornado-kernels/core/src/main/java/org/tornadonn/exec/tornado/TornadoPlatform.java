package org.tornadonn.exec.tornado;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Tuning;
import org.tornadonn.exec.tornado.driver.DriverFailure;
import org.tornadonn.exec.tornado.driver.DriverProbe;
import org.tornadonn.exec.tornado.driver.Drivers;
import org.tornadonn.exec.tornado.driver.Missing;
import org.tornadonn.exec.tornado.driver.Reason;
import org.tornadonn.exec.tornado.graph.CudaGraphs;
import org.tornadonn.exec.tornado.tiled.TilingCache;
import org.tornadonn.exec.tornado.tiled.TilingEstimate;
import org.tornadonn.exec.tornado.tiled.TilingSearch;
import org.tornadonn.exec.tornado.tiled.Tilings;
import uk.ac.manchester.tornado.api.TornadoRuntime;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;

/** The devices that TornadoVM lists on this machine, and why the other backends are not there. */
public final class TornadoPlatform {

  /**
   * A device as TornadoVM lists it.
   *
   * @param name backend and index: {@code opencl:0}
   * @param index TornadoVM's own {@code backend:device}: {@code 0:1}
   * @param type {@code GPU}, {@code CPU}, {@code ACCELERATOR}, …
   * @param backend the backend's name
   * @param description the hardware
   * @param driver the driver's name and version, as far as it tells
   * @param memoryBytes global memory
   */
  public record Found(
      String name,
      String index,
      String type,
      String backend,
      String description,
      String driver,
      long memoryBytes) {}

  /** Tilings that a search measures. */
  private static final int CANDIDATES = 8;

  private static final class Here {
    static final TornadoPlatform PLATFORM = new TornadoPlatform();
  }

  private final List<Found> devices = new ArrayList<>();
  private final List<TornadoDevice> handles = new ArrayList<>();
  private final List<Missing> missing = new ArrayList<>();

  /** This JVM's TornadoVM. The first call starts it, in about a second; never throws. */
  public static TornadoPlatform get() {
    return Here.PLATFORM;
  }

  private TornadoPlatform() {
    var none = Drivers.missing();
    if (none.isPresent()) {
      missing.add(none.get());
      return;
    }
    Switches.set();
    try {
      start(Drivers.find());
    } catch (Throwable e) {
      missing.add(
          new Missing(
              "tornadovm",
              Missing.Cause.DRIVER,
              "TornadoVM does not start: " + DriverFailure.plain(Reason.of(e))));
    }
  }

  private void start(Drivers drivers) throws ReflectiveOperationException {
    Map<String, String> failures = new LinkedHashMap<>(DriverProbe.failures(drivers.names()));
    var sound = drivers.names().stream().filter(name -> !failures.containsKey(name)).toList();
    if (!sound.isEmpty()) {
      list(drivers.start(sound, _ -> {}, failures));
    }
    for (var backend : drivers.known()) {
      if (failures.containsKey(backend)) {
        missing.add(new Missing(backend, Missing.Cause.DRIVER, failures.getOrDefault(backend, "")));
      } else if (!drivers.names().contains(backend)) {
        missing.add(
            new Missing(
                backend, Missing.Cause.NOT_IN_SDK, "the SDK has no %s backend".formatted(backend)));
      } else if (devices.stream().noneMatch(device -> device.backend().equals(backend))) {
        missing.add(new Missing(backend, Missing.Cause.DRIVER, "the driver found no device"));
      }
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
                device.getPhysicalDevice().getDeviceName().strip(),
                driver(device),
                device.getMaxGlobalMemory()));
        handles.add(device);
      }
    }
  }

  private static String driver(TornadoDevice device) {
    var platform = String.valueOf(device.getPlatformName()).strip();
    return String.valueOf(device.getDeviceInfo())
        .lines()
        .filter(line -> line.startsWith("Driver version"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .map(version -> platform + " " + version)
        .orElse(platform);
  }

  /** The devices, in TornadoVM's order. */
  public List<Found> devices() {
    return List.copyOf(devices);
  }

  /** TornadoVM's own objects for {@link #devices()}. */
  public List<TornadoDevice> handles() {
    return List.copyOf(handles);
  }

  /** The backends that are not there. */
  public List<Missing> missing() {
    return List.copyOf(missing);
  }

  /** Whether a device of the list has CUDA graphs. */
  public boolean hasCudaGraphs(Found device) {
    return CudaGraphs.on(handles.get(devices.indexOf(device)));
  }

  /**
   * Opens a device of the list.
   *
   * @param tuning what it may do for speed
   */
  public Executor open(Found device, Tuning tuning) {
    return open(device, device.type(), tuning);
  }

  /** Opens a device as if it were of another type, to test that one's kernels on it. */
  public Executor open(Found device, String type, Tuning tuning) {
    var handle = handles.get(devices.indexOf(device));
    var choice =
        TunedKernels.of(
            handle,
            TornadoDeviceType.valueOf(type),
            tuning.most(),
            estimate -> tilings(device, handle, estimate, tuning.autotune()));
    return new TornadoExecutor(device.name(), handle, choice, tuning.cudaGraphs());
  }

  private static Tilings tilings(
      Found device, TornadoDevice handle, TilingEstimate estimate, boolean autotune) {
    var cache =
        TilingCache.ofUser(
            System.getenv(),
            System.getProperty("user.home", ""),
            device.description() + ", " + device.driver());
    return autotune
        ? new TilingSearch(device.name(), handle, estimate, cache, CANDIDATES)
        : Tilings.known(cache, estimate);
  }
}
