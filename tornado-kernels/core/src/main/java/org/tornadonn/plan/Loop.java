package org.tornadonn.plan;

/** Independent pieces of work, numbered from 0: any range may run on any thread, in any order. */
public interface Loop {

  /** The number of indices. */
  int size();

  /** Runs the indices from {@code from} (inclusive) to {@code to} (exclusive). */
  void run(int from, int to);
}
