package org.tornadonn.plan;

import java.util.OptionalDouble;

/**
 * A kernel that also writes which of its inputs it took, as a number that later kernels read. Where
 * inputs are nearly equal, devices that round differently take different ones: then those numbers
 * say nothing, and what was taken says all.
 */
public interface Choosing extends Kernel {

  /** Whether it writes its choices at all. */
  boolean keepsChoices();

  /** The array of the choices, one for each element of the result. */
  float[] choices();

  /**
   * The input that a choice stands for, as the bound arrays have it.
   *
   * @param i the element of the result
   * @param choice which input, as a device wrote it
   * @return empty if there is no such input for this element
   */
  OptionalDouble taken(int i, float choice);
}
