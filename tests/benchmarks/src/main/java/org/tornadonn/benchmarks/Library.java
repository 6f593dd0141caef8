package org.tornadonn.benchmarks;

/** A library that can do works in this JVM. Peers are found with ServiceLoader. */
public interface Library {

  /** The name on the command line: {@code djl}. */
  String name();

  /**
   * Prepares a work with the weights of its model.
   *
   * @param threads as many as it may use
   */
  Step open(Work work, int threads);
}
