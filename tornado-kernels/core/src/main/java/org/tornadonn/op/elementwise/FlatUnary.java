package org.tornadonn.op.elementwise;

import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Value;

/** A function that is constant between its steps: nothing passes back through it. */
public interface FlatUnary extends Unary {

  @Override
  default boolean passesGradient() {
    return false;
  }

  @Override
  default Value slope(Composition g) {
    throw new IllegalStateException("The gradient of " + name() + " is 0 and is never asked for.");
  }
}
