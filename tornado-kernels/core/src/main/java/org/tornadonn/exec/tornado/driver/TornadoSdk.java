package org.tornadonn.exec.tornado.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The TornadoVM that this JVM was started with.
 *
 * @param version as its release file says, or {@code unknown}
 * @param path its folder
 */
public record TornadoSdk(String version, Path path) {

  private static final String MODULE = "tornado.runtime";

  /** Looks among the modules of this JVM; starts nothing. */
  public static Optional<TornadoSdk> find() {
    return ModuleLayer.boot()
        .configuration()
        .findModule(MODULE)
        .flatMap(module -> module.reference().location())
        .map(Path::of)
        .flatMap(TornadoSdk::above)
        .map(path -> new TornadoSdk(version(path), path));
  }

  /** The folder that holds {@code share/java/tornado/tornado-runtime.jar}. */
  private static Optional<Path> above(Path jar) {
    var folder = jar;
    for (int i = 0; i < 4 && folder != null; i++) {
      folder = folder.getParent();
    }
    return Optional.ofNullable(folder);
  }

  private static String version(Path path) {
    try (var lines = Files.lines(path.resolve("etc/tornado.release"), StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("version="))
          .map(line -> line.substring("version=".length()).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
