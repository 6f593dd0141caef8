package org.tornadonn.exec.jvm;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share out the indices of loops. Which thread runs which index is left to chance;
 * results do not depend on it, because every index writes elements of its own.
 */
final class Workers implements AutoCloseable {

  /** Less work is done before another thread is awake. */
  private static final long ENOUGH = 1 << 20;

  private final int threads;
  private final @Nullable ExecutorService pool;
  private volatile boolean closed;

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

  /**
   * Runs steps, each when all indices of the one before are done, and returns after the last. If
   * one fails, the rest is left out.
   *
   * @throws IllegalStateException after {@link #close}
   */
  void run(List<Step> steps) {
    if (closed) {
      throw new IllegalStateException("the JVM executor is closed: open another to run plans");
    }
    int useful = 1;
    long work = 0;
    for (var step : steps) {
      useful = Math.max(useful, Math.ceilDiv(step.loop().size(), step.grain()));
      work += step.shared();
    }
    if (pool == null || useful == 1 || work < ENOUGH) {
      steps.forEach(step -> step.loop().run(0, step.loop().size()));
      return;
    }
    var team = new Team(steps, Math.min(threads, useful));
    for (int i = 1; i < team.size; i++) {
      pool.execute(team::work);
    }
    team.work();
    rethrow(team.failure.get());
  }

  /** The threads that run one list of steps together. */
  private static final class Team {

    final List<Step> steps;
    final int size;
    final Barrier barrier;
    final AtomicInteger[] next;
    final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Team(List<Step> steps, int size) {
      this.steps = steps;
      this.size = size;
      this.barrier = new Barrier(size);
      this.next = new AtomicInteger[steps.size()];
      for (int i = 0; i < next.length; i++) {
        next[i] = new AtomicInteger();
      }
    }

    void work() {
      for (int i = 0; i < next.length; i++) {
        if (failure.get() == null) {
          take(steps.get(i), next[i]);
        }
        barrier.await();
      }
    }

    private void take(Step step, AtomicInteger next) {
      int size = step.loop().size();
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
    closed = true;
    if (pool != null) {
      pool.shutdown();
    }
  }
}
