package org.tornadonn.spark;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tornadonn.cluster.ClusterException;

/** The jars that executors need and Spark does not have: this module's, and those beside it. */
final class OwnJars {

  private OwnJars() {}

  static String[] paths() {
    try {
      var own = Path.of(OwnJars.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(own)) {
        return new String[0]; // classes of a build, which the executors' class path has to name
      }
      try (var beside = Files.list(own.resolveSibling("."))) {
        return beside
            .map(path -> path.normalize().toString())
            .filter(path -> path.endsWith(".jar"))
            .sorted()
            .toArray(String[]::new);
      }
    } catch (IOException | URISyntaxException e) {
      throw new ClusterException("The library's own jars cannot be found: " + e.getMessage(), e);
    }
  }
}
