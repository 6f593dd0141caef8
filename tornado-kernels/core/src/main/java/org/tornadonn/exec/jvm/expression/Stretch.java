package org.tornadonn.exec.jvm.expression;

/** The loop of an {@link Expression} along arrays. */
interface Stretch {

  /**
   * Computes n elements.
   *
   * @param arrays what is read, then what is written; one that is written may be one that is read
   * @param at where each begins
   * @param n a multiple of a vector's floats
   */
  void run(float[][] arrays, int[] at, int n);
}
