package org.tornadonn.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.train.Ceilings;

/** The process that measures one work with one library, and prints one line of JSON. */
public final class Worker {

  /** The name of the process that measures the machine. */
  static final String CEILINGS = "ceilings";

  private Worker() {}

  /**
   * Measures.
   *
   * @param args library, work, threads, seconds of warm-up, seconds of measurement
   */
  public static void main(String[] args) throws IOException {
    int threads = Integer.parseInt(args[2]);
    var times = new Times(Double.parseDouble(args[3]), Double.parseDouble(args[4]));
    var result =
        args[0].equals(CEILINGS)
            ? ceilings(threads)
            : measured(library(args[0]), Work.parse(args[1]), threads, times);
    System.out.println(new ObjectMapper().writeValueAsString(result));
    System.out.flush();
    // Native libraries leave threads behind.
    System.exit(0);
  }

  /** Those of the plain JVM. */
  static Ceilings ceilings(int threads) {
    try (var executor = new JvmExecutor(threads, Version.FUSED)) {
      return Ceilings.measure(executor);
    }
  }

  private static Measurement measured(Library library, Work work, int threads, Times times) {
    try (var step = library.open(work, threads)) {
      return Measurement.of(step, work, times);
    }
  }

  private static Library library(String name) {
    return Stream.concat(
            Stream.of(new TornadoNn()),
            ServiceLoader.load(Library.class).stream().map(ServiceLoader.Provider::get))
        .filter(library -> library.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no library '%s' on the class path.".formatted(name)));
  }
}
