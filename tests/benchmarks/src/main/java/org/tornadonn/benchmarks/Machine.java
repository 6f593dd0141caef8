package org.tornadonn.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where and with what was measured.
 *
 * @param processor its name, as the system gives it
 * @param threads as many as every library may use
 * @param java the version of this JVM
 * @param commit the commit that was measured; empty if unknown
 */
record Machine(String processor, int threads, String java, String commit) {

  /** This machine. */
  static Machine here(int threads, String commit) {
    return new Machine(processorName(), threads, Runtime.version().toString(), commit);
  }

  private static String processorName() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  @Override
  public String toString() {
    return "%d threads of %s, Java %s".formatted(threads, processor, java);
  }
}
