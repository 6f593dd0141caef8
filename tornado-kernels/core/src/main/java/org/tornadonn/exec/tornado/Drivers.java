package org.tornadonn.exec.tornado;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import uk.ac.manchester.tornado.api.TornadoRuntime;
import uk.ac.manchester.tornado.api.runtime.TornadoRuntimeProvider;

/**
 * The drivers that this JVM was started with, one for each backend, loaded one by one.
 *
 * <p>TornadoVM itself loads all of them or none: the first that fails ends its start, for good. So
 * its runtime starts where it finds no driver, and is given each one that loads. That reaches into
 * two private fields of it; a TornadoVM that lacks them starts its own way, if every driver is
 * known to load.
 */
final class Drivers {

  private static final String SERVICE = "uk.ac.manchester.tornado.runtime.TornadoBackendProvider";
  private static final String RUNTIME = "uk.ac.manchester.tornado.runtime.TornadoCoreRuntime";

  private final Class<?> service;

  /** By backend, in TornadoVM's order. */
  private final Map<String, Object> providers = new LinkedHashMap<>();

  private Drivers(Class<?> service) {
    this.service = service;
  }

  /** Whether TornadoVM is there; starts nothing. */
  static boolean tornadoVm() {
    try {
      Class.forName(RUNTIME, false, ClassLoader.getSystemClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Lists the drivers; starts nothing. */
  static Drivers find() throws ReflectiveOperationException {
    var drivers = new Drivers(Class.forName(SERVICE, false, ClassLoader.getSystemClassLoader()));
    var loader = ServiceLoader.load(drivers.service, ClassLoader.getSystemClassLoader());
    for (var provider : loader.stream().map(ServiceLoader.Provider::get).sorted().toList()) {
      drivers.providers.put(name(drivers.priority().invoke(provider)), provider);
    }
    return drivers;
  }

  /** The backends that have a driver here, in TornadoVM's order. */
  List<String> names() {
    return List.copyOf(providers.keySet());
  }

  /** All backends that this version of TornadoVM knows. */
  List<String> known() throws ReflectiveOperationException {
    var constants = priority().getReturnType().getEnumConstants();
    return constants == null ? List.of() : Arrays.stream(constants).map(Drivers::name).toList();
  }

  private Method priority() throws NoSuchMethodException {
    return service.getMethod("getDevicePriority");
  }

  private static String name(Object backend) {
    return String.valueOf(backend).toLowerCase(Locale.ROOT);
  }

  /**
   * Starts TornadoVM's runtime with these drivers.
   *
   * @param names those to load
   * @param loading is told the name of each driver before it is loaded
   * @param failures receives the reason of each one that fails
   */
  TornadoRuntime start(List<String> names, Consumer<String> loading, Map<String, String> failures)
      throws ReflectiveOperationException {
    var core = Class.forName(RUNTIME, false, ClassLoader.getSystemClassLoader());
    Field backends;
    Field count;
    try {
      backends = core.getDeclaredField("tornadoVMBackends");
      count = core.getDeclaredField("backendCount");
    } catch (NoSuchFieldException e) {
      return startWhole(names);
    }
    var runtime = startEmpty();
    if (runtime.getNumBackends() > 0) {
      return runtime; // Somebody else started it before, in its own way.
    }
    backends.setAccessible(true);
    count.setAccessible(true);
    var loaded = new ArrayList<Object>();
    for (var name : names) {
      loading.accept(name);
      try {
        loaded.add(load(name, core));
      } catch (InvocationTargetException e) {
        failures.put(name, DriverFailure.reason(name, e));
      }
    }
    var array = (Object[]) backends.get(runtime);
    for (int i = 0; i < loaded.size(); i++) {
      array[i] = loaded.get(i);
    }
    count.setInt(runtime, loaded.size());
    return runtime;
  }

  private TornadoRuntime startWhole(List<String> names) {
    if (names.size() < providers.size()) {
      throw new IllegalStateException(
          "this version of TornadoVM starts with all of its drivers or not at all, and of %s only %s load: leave the modules of the others out of --add-modules"
              .formatted(names(), names));
    }
    return TornadoRuntimeProvider.getTornadoRuntime();
  }

  /** TornadoVM looks for drivers with the thread's class loader: this one sees none. */
  private static TornadoRuntime startEmpty() {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      return TornadoRuntimeProvider.getTornadoRuntime();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private Object load(String name, Class<?> core) throws ReflectiveOperationException {
    var options = core.getMethod("getOptions").invoke(null);
    var vm = core.getMethod("getVMRuntime").invoke(null);
    var config = core.getMethod("getVMConfig").invoke(null);
    for (var method : service.getMethods()) {
      if (method.getName().equals("createBackend")) {
        var backend = method.invoke(providers.get(name), options, vm, config);
        if (backend != null) {
          return backend;
        }
        throw new InvocationTargetException(
            new IllegalStateException("the driver found no device"));
      }
    }
    throw new NoSuchMethodException(SERVICE + ".createBackend");
  }
}
