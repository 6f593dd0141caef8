package org.tornadonn.benchmarks;

/**
 * One library, ready to do one work again and again. A run begins with the batch in Java arrays and
 * ends with the answer in Java: that is what a program that uses the library waits for.
 */
public interface Step extends AutoCloseable {

  /** Runs once; gives the outputs of the batch, or the loss before the update. */
  float[] run();

  @Override
  void close();
}
