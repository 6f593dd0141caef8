package org.tornadonn.exec.tornado.driver;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
public final class Drivers {

  private static final String SERVICE = "uk.ac.manchester.tornado.runtime.TornadoBackendProvider";
  private static final String RUNTIME = "uk.ac.manchester.tornado.runtime.TornadoCoreRuntime";

  private final Class<?> service;

  /** By backend, in TornadoVM's order. */
  private final Map<String, Object> providers = new LinkedHashMap<>();

  private Drivers(Class<?> service) {
    this.service = service;
  }

  /** Why there is no TornadoVM that could start; empty if there is one. Starts nothing. */
  public static Optional<Missing> missing() {
    try {
      Class.forName(RUNTIME, false, ClassLoader.getSystemClassLoader());
      return Optional.empty();
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.of(
          TornadoSdk.find()
              .map(
                  sdk ->
                      new Missing(
                          "tornadovm",
                          Missing.Cause.BROKEN_SDK,
                          "the TornadoVM SDK in %s is damaged or incomplete (%s)"
                              .formatted(sdk.path(), Reason.of(e))))
              .orElse(
                  new Missing(
                      "tornadovm",
                      Missing.Cause.NO_SDK,
                      "no TornadoVM SDK found: Java has to start with the SDK's argument file, as scripts/tornado-nn does if it finds one")));
    }
  }

  /** Lists the drivers; starts nothing. */
  public static Drivers find() throws ReflectiveOperationException {
    var drivers = new Drivers(Class.forName(SERVICE, false, ClassLoader.getSystemClassLoader()));
    var loader = ServiceLoader.load(drivers.service, ClassLoader.getSystemClassLoader());
    for (var provider : loader.stream().map(ServiceLoader.Provider::get).sorted().toList()) {
      drivers.providers.put(name(drivers.priority().invoke(provider)), provider);
    }
    return drivers;
  }

  /** The backends that have a driver here, in TornadoVM's order. */
  public List<String> names() {
    return List.copyOf(providers.keySet());
  }

  /** All backends that this version of TornadoVM knows. */
  public List<String> known() throws ReflectiveOperationException {
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
  public TornadoRuntime start(
      List<String> names, Consumer<String> loading, Map<String, String> failures)
      throws ReflectiveOperationException {
    var core = Class.forName(RUNTIME, false, ClassLoader.getSystemClassLoader());
    Field backends;
    Field count;
    try {
      backends = core.getDeclaredField("tornadoVMBackends");
      count = core.getDeclaredField("backendCount");
      backends.setAccessible(true);
      count.setAccessible(true);
    } catch (NoSuchFieldException | InaccessibleObjectException e) {
      return startWhole(names);
    }
    var runtime = startEmpty();
    if (runtime.getNumBackends() > 0) {
      return runtime; // Somebody else started it before, in its own way.
    }
    var loaded = new ArrayList<Object>();
    for (var name : names) {
      loading.accept(name);
      try {
        loaded.add(load(name, core));
      } catch (Throwable e) { // Whatever a driver throws, the others are loaded.
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
    var create =
        Arrays.stream(service.getMethods())
            .filter(method -> method.getName().equals("createBackend"))
            .findFirst()
            .orElseThrow(() -> new NoSuchMethodException(SERVICE + ".createBackend"));
    var arguments = new ArrayList<Object>();
    for (var type : create.getParameterTypes()) {
      arguments.add(argument(type, core));
    }
    var backend = create.invoke(providers.get(name), arguments.toArray());
    if (backend == null) {
      throw new IllegalStateException("the driver found no device");
    }
    return backend;
  }

  /**
   * What TornadoVM's runtime gives of a type. Which arguments a driver takes differs with the
   * version, and so does what the runtime has: 6.0 took the JVM's compiler interface out of both.
   */
  static Object argument(Class<?> type, Class<?> core) throws ReflectiveOperationException {
    for (var method : core.getMethods()) {
      if (Modifier.isStatic(method.getModifiers())
          && method.getParameterCount() == 0
          && method.getReturnType() != Object.class
          && type.isAssignableFrom(method.getReturnType())) {
        return method.invoke(null);
      }
    }
    throw new NoSuchMethodException(
        "this version of TornadoVM has drivers that take a %s, which its runtime does not give"
            .formatted(type.getSimpleName()));
  }
}
