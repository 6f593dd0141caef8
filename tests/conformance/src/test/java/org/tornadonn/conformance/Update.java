package org.tornadonn.conformance;

import org.tornadonn.plan.Kernel;

/** An optimizer's kernel, and the numbers that it is sent before each step. */
interface Update {

  /** Whether the kernel takes the second moment. */
  boolean secondMoment();

  Kernel kernel(float[] w, float[] g, float[] m, float[] v, float[] control);

  /**
   * Fills the control array.
   *
   * @param step counted from 1
   */
  void control(int step, float[] control);
}
