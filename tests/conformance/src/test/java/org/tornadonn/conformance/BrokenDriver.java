package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.ToolProvider;

/**
 * A driver for TornadoVM, as a module, whose start is a line of Java that goes wrong.
 *
 * @param backend TornadoVM's name of the backend that it pretends to be
 * @param start what it does when it is loaded
 */
record BrokenDriver(String backend, String start) {

  String module() {
    return "broken.driver." + backend.toLowerCase(Locale.ROOT);
  }

  /** Compiles it against TornadoVM's modules; returns the folder of the module. */
  Path compile(Path folder, List<String> modulePaths) throws IOException {
    var sources = Files.createDirectories(folder.resolve(module() + ".src"));
    var classes = Files.createDirectories(folder.resolve(module()));
    var name = "Driver";
    var info =
        """
        module %s {
          requires tornado.runtime;
          requires jdk.unsupported;
          exports %s;
          provides uk.ac.manchester.tornado.runtime.TornadoBackendProvider with %s.%s;
        }
        """
            .formatted(module(), module(), module(), name);
    var driver =
        """
        package %s;
        import java.lang.reflect.Proxy;
        import uk.ac.manchester.tornado.runtime.TornadoBackendProvider;
        import uk.ac.manchester.tornado.runtime.common.enums.TornadoBackends;
        public final class %s {
          public static TornadoBackendProvider provider() {
            var service = TornadoBackendProvider.class;
            return (TornadoBackendProvider) Proxy.newProxyInstance(
                service.getClassLoader(),
                new Class<?>[] {service},
                (self, method, arguments) -> switch (method.getName()) {
                  case "getDevicePriority" -> TornadoBackends.%s;
                  case "compareTo" ->
                      ((TornadoBackendProvider) arguments[0]).getDevicePriority().value()
                          - TornadoBackends.%s.value();
                  case "createBackend" -> start();
                  default -> "broken";
                });
          }
          private static Object start() throws Exception {
            %s
          }
        }
        """
            .formatted(module(), name, backend, backend, start);
    var infoFile = Files.writeString(sources.resolve("module-info.java"), info);
    var driverFile = Files.writeString(sources.resolve(name + ".java"), driver);
    var arguments = new ArrayList<>(modulePaths);
    arguments.addAll(
        List.of(
            "-proc:none",
            "-nowarn",
            "-d",
            classes.toString(),
            infoFile.toString(),
            driverFile.toString()));
    var messages = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, messages, messages, arguments.toArray(String[]::new));
    assertEquals(0, code, () -> messages.toString(StandardCharsets.UTF_8));
    return classes;
  }
}
