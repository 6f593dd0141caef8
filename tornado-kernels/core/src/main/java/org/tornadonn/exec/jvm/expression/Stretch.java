package org.tornadonn.exec.jvm.expression;

/** The loop of an {@link Expression} along arrays. */
interface Stretch {

  /**
   * Computes the elements from one on up to another.
   *
   * @param arrays what is read, then what is written; one that is written may be one that is read
   * @param at where element 0 of each lies
   */
  void run(float[][] arrays, int[] at, int from, int to);
}
