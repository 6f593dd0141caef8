package org.tornadonn.exec.jvm;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share out the indices of a loop. Which thread runs which index is left to chance;
 * results do not depend on it, because every index writes elements of its own.
 */
final class Workers implements AutoCloseable {

  private final int threads;
  private final @Nullable ExecutorService pool;

  /** Workers on the given number of threads, the calling one included. */
  Workers(int threads) {
    this.threads = threads;
    this.pool =
        threads > 1
            ? Executors.newFixedThreadPool(
                threads - 1, Thread.ofPlatform().daemon().name("tornado-nn-worker-", 0).factory())
            : null;
  }

  int threads() {
    return threads;
  }

  /** Runs all indices of a step and returns when the last is done. */
  void run(Step step) {
    int size = step.loop().size();
    int helpers = Math.min(threads, Math.ceilDiv(size, step.grain())) - 1;
    if (pool == null || helpers < 1) {
      step.loop().run(0, size);
      return;
    }
    var next = new AtomicInteger();
    var failure = new AtomicReference<@Nullable Throwable>();
    var done = new Phaser(helpers + 1);
    for (int i = 0; i < helpers; i++) {
      pool.execute(
          () -> {
            take(step, size, next, failure);
            done.arriveAndDeregister();
          });
    }
    take(step, size, next, failure);
    done.arriveAndAwaitAdvance();
    rethrow(failure.get());
  }

  private static void take(
      Step step, int size, AtomicInteger next, AtomicReference<@Nullable Throwable> failure) {
    try {
      for (int from = next.getAndAdd(step.grain());
          from >= 0 && from < size;
          from = next.getAndAdd(step.grain())) {
        step.loop().run(from, Math.min(from + step.grain(), size));
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      next.set(size);
    }
  }

  private static void rethrow(@Nullable Throwable failure) {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError(failure);
    }
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdown();
    }
  }
}
