package org.tornadonn.layer;

import org.tornadonn.plan.Shape;

/**
 * What goes into a model under a name, or comes out of it.
 *
 * @param name not empty
 * @param shape of one sample
 */
public record Port(String name, Shape shape) {

  /** Checks that there is a name. */
  public Port {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("An input or output needs a name.");
    }
  }

  @Override
  public String toString() {
    return name + " " + shape;
  }
}
