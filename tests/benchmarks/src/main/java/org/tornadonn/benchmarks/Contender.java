package org.tornadonn.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A library in one configuration, and how to start a process that measures it. */
sealed interface Contender permits JvmContender, PythonContender {

  /** The name on the command line and in tables. */
  String name();

  /** What it is, in one line. */
  String description();

  /** Whether it can train; all can predict. */
  boolean trains();

  /** Whether PyTorch computes in it, so that it counts for the best PyTorch. */
  boolean isPyTorch();

  /** Whether it has a network. */
  boolean has(Network network);

  /** Whether it can do a work. */
  default boolean does(Work work) {
    return has(work.network()) && (trains() || !work.training());
  }

  /**
   * The process.
   *
   * @param folder where it may keep files
   */
  ProcessBuilder process(Work work, int threads, Times times, Path folder) throws IOException;

  /** The environment variables by which native libraries learn how many threads they may use. */
  static void limitThreads(ProcessBuilder process, int threads) {
    for (var variable : List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")) {
      process.environment().put(variable, String.valueOf(threads));
    }
  }
}
