package org.tornadonn.plan;

/** The arrays behind the buffers of a plan. */
@FunctionalInterface
public interface Memory {

  /** The array that holds a slice; the slice's own elements begin at its offset. */
  float[] of(Slice slice);
}
