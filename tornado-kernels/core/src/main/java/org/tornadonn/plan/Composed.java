package org.tornadonn.plan;

import org.jspecify.annotations.Nullable;

/**
 * An operation whose gradients are made of other operations: it has kernels for its result alone.
 */
public interface Composed extends Operation {

  /**
   * The gradient of one input; asked only for those that need one.
   *
   * @param input the index of the input
   * @param g gives the inputs, the result and its gradient, and records what is made of them
   * @return a value with the shape of the input
   */
  Value gradient(int input, Composition g);

  /**
   * The same made of other operations, for formats of files that lack this one: what it loses in
   * speed or in the last digits counts less there.
   *
   * @param in what it is applied to
   * @return null if the formats have it, or what writes them knows what to do
   */
  default @Nullable Value decomposition(Value... in) {
    return null;
  }

  @Override
  default void backward(Backward pass) {
    pass.compose(this);
  }
}
