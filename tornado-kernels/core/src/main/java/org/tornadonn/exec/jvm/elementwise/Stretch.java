package org.tornadonn.exec.jvm.elementwise;

/** A function of numbers that lie side by side. */
interface Stretch {

  /** {@code y[yAt + i] = f(x[xAt + i])} for i below n; x and y may be one array. */
  void run(float[] x, int xAt, float[] y, int yAt, int n);
}
