package org.tornadonn.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads inputs of a target in a thread of its own, and measures. */
final class Reading implements AutoCloseable {

  /** A read that is not over then never ends. */
  private static final int PATIENCE_SECONDS = 60;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Target target;
  private final Path file;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("fuzz").factory());

  /**
   * Reads through a file.
   *
   * @param folder where it is put
   */
  Reading(Target target, Path folder) {
    this.target = target;
    this.file = folder.resolve("input" + target.ending());
  }

  /** The file that an input is read from. */
  Path file() {
    return file;
  }

  /** Reads an input. */
  Outcome of(byte[] input) {
    try {
      Files.write(file, input);
      return thread.submit(this::read).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      return new Outcome(null, 0, Outcome.ENDLESS);
    } catch (InterruptedException | ExecutionException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Outcome read() {
    Throwable thrown = null;
    long bytes = THREADS.getTotalThreadAllocatedBytes();
    long time = THREADS.getCurrentThreadCpuTime();
    try {
      target.read(file);
    } catch (Throwable e) { // whatever it is, is judged
      thrown = e;
    }
    return new Outcome(
        thrown,
        THREADS.getTotalThreadAllocatedBytes() - bytes,
        THREADS.getCurrentThreadCpuTime() - time);
  }

  /** A read that does not end is left behind. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
