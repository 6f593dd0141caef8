package org.tornadonn.exec.jvm;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where threads wait for each other between two steps. Steps are short, so a thread first looks out
 * for the others for some microseconds, and only then sleeps.
 */
final class Barrier {

  private static final int LOOKS = 1000;

  private final int threads;
  private final AtomicInteger arrived = new AtomicInteger();
  private volatile int round;

  Barrier(int threads) {
    this.threads = threads;
  }

  /** Returns when all threads have called it; what they did before is then seen by all. */
  void await() {
    int mine = round;
    if (arrived.incrementAndGet() == threads) {
      arrived.set(0);
      synchronized (this) {
        round = mine + 1;
        notifyAll();
      }
      return;
    }
    for (int i = 0; i < LOOKS && round == mine; i++) {
      Thread.onSpinWait();
    }
    if (round == mine) {
      sleep(mine);
    }
  }

  private synchronized void sleep(int mine) {
    boolean interrupted = false;
    while (round == mine) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
