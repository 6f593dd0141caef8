package org.tornadonn.conformance;

import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * A value of a random network with its name in the code that is shown.
 *
 * @param name of the variable
 */
record Term(Value value, String name) {

  Shape shape() {
    return value.shape();
  }

  int rank() {
    return shape().rank();
  }

  int dim(int axis) {
    return shape().dim(axis);
  }

  int size() {
    return shape().size();
  }

  @Override
  public String toString() {
    return name;
  }
}
