package org.tornadonn.exec.jvm;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share out the indices of loops. Which thread runs which index is left to chance;
 * results do not depend on it, because every index writes elements of its own.
 */
final class Workers implements AutoCloseable {

  /** Less work is done before another thread is awake. */
  private static final long ENOUGH = 1 << 20;

  /** The threads beside the calling one. */
  private final List<Worker> others;

  /** Held by whoever uses them. */
  private final ReentrantLock turn = new ReentrantLock();

  private volatile boolean closed;

  /** Workers on the given number of threads, the calling one included. */
  Workers(int threads) {
    this.others = IntStream.range(0, threads - 1).mapToObj(Worker::new).toList();
  }

  int threads() {
    return others.size() + 1;
  }

  /**
   * Runs steps, each when all indices of the one before are done, and returns after the last. If
   * one fails, the rest is left out. If several threads call this at a time, only one of them is
   * helped.
   *
   * @throws IllegalStateException after {@link #close}
   */
  void run(List<Step> steps) {
    checkOpen();
    int useful = 1;
    long work = 0;
    for (var step : steps) {
      useful = Math.max(useful, Math.ceilDiv(step.loop().size(), step.grain()));
      work += step.shared();
    }
    if (others.isEmpty() || useful == 1 || work < ENOUGH || !turn.tryLock()) {
      steps.forEach(step -> step.loop().run(0, step.loop().size()));
      return;
    }
    try {
      checkOpen();
      var team = new Team(steps, Math.min(threads(), useful));
      others.subList(0, team.size - 1).forEach(worker -> worker.run(team::work));
      team.work();
      rethrow(team.failure.get());
    } finally {
      turn.unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the JVM executor is closed: open another to run plans");
    }
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

  /** Returns when nobody runs steps any more. */
  @Override
  public void close() {
    turn.lock();
    try {
      if (!closed) {
        closed = true;
        others.forEach(Worker::end);
      }
    } finally {
      turn.unlock();
    }
  }
}
