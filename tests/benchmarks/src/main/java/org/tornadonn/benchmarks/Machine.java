package org.tornadonn.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Where and with what was measured.
 *
 * @param processor its name, as the system gives it
 * @param threads as many as every library may use
 * @param java the version of this JVM
 * @param load processes that wanted a processor in the minute before; negative if unknown
 * @param date the day
 * @param commit the commit that was measured; empty if unknown
 */
record Machine(
    String processor, int threads, String java, double load, String date, String commit) {

  private static final double QUIET = 0.5;

  /**
   * This machine.
   *
   * @param load see above; empty to ask the system now
   */
  static Machine here(int threads, String commit, String load) {
    double now = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return new Machine(
        processorName(),
        threads,
        Runtime.version().toString(),
        load.isEmpty() ? now : Double.parseDouble(load),
        LocalDate.now(ZoneId.systemDefault()).toString(),
        commit);
  }

  /** What to say if others were at work; empty if the machine is quiet. */
  Optional<String> busy() {
    return load > QUIET
        ? Optional.of(
            "The load average was %.1f when this began: others were at work, and the figures mean little."
                .formatted(load))
        : Optional.empty();
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
    return "%s, %d threads of %s, Java %s".formatted(date, threads, processor, java);
  }
}
