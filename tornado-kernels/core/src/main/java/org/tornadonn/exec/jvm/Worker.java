package org.tornadonn.exec.jvm;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that is handed work. Waking a thread takes as long as a small step, and plans often
 * follow each other closely: a worker looks out for more work for a while before it sleeps.
 */
final class Worker {

  /** In nanoseconds: short beside the work that is worth a worker. */
  private static final long PATIENCE = 100_000;

  private final Thread thread;
  private volatile @Nullable Runnable next;
  private volatile boolean hasEnded;

  Worker(int number) {
    this.thread =
        Thread.ofPlatform().daemon().name("tornado-nn-worker-" + number).unstarted(this::runAll);
    thread.start();
  }

  /** Runs something; not before what was handed over last has begun. */
  void run(Runnable work) {
    next = work;
    LockSupport.unpark(thread);
  }

  /** Ends the thread; what was handed over last may be left out. */
  void end() {
    hasEnded = true;
    LockSupport.unpark(thread);
  }

  private void runAll() {
    while (!hasEnded) {
      runNext();
    }
  }

  private void runNext() {
    long start = System.nanoTime();
    var work = next;
    while (work == null && !hasEnded) {
      if (System.nanoTime() - start < PATIENCE) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
      work = next;
    }
    if (work != null) {
      next = null;
      work.run();
    }
  }
}
