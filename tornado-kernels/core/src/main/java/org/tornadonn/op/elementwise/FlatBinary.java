package org.tornadonn.op.elementwise;

import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Value;

/** A function of two numbers that is constant between its steps, such as a comparison. */
public interface FlatBinary extends Binary {

  @Override
  default boolean passesGradient() {
    return false;
  }

  @Override
  default Value slope(int input, Composition g) {
    throw new IllegalStateException("The gradient of " + name() + " is 0 and is never asked for.");
  }
}
