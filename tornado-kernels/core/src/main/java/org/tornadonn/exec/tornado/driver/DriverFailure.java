package org.tornadonn.exec.tornado.driver;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Says in words why a driver does not load. */
public final class DriverFailure {

  private DriverFailure() {}

  /** The linker's message where TornadoVM's native library is the trouble, else TornadoVM's own. */
  static String reason(String backend, Throwable failure) {
    return linkError(backend).orElseGet(() -> plain(Reason.of(failure)));
  }

  /** TornadoVM drops the linker's message, so its library is loaded once more to hear it. */
  @SuppressWarnings("restricted") // It is loaded by TornadoVM anyway.
  private static Optional<String> linkError(String backend) {
    var file = System.mapLibraryName("tornado-" + backend);
    var library =
        Arrays.stream(System.getProperty("java.library.path", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder, file).toAbsolutePath())
            .filter(Files::exists)
            .findFirst();
    if (library.isEmpty()) {
      return Optional.empty();
    }
    try {
      System.load(library.get().toString());
      return Optional.empty();
    } catch (UnsatisfiedLinkError e) {
      var message = String.valueOf(e.getMessage());
      return message.contains("already loaded") // The library is fine.
          ? Optional.empty()
          : Optional.of("the driver library failed to load: " + message.replace('\n', ' '));
    }
  }

  /** Without TornadoVM's log level, and without its talk of what it does then. */
  public static String plain(String message) {
    return message
        .replaceFirst("^\\[[A-Za-z]+]\\s*", "")
        .replaceFirst("\\s*Deoptimizing .*$", "")
        .replaceFirst("(?<!\\.)\\.$", ""); // three stay
  }
}
