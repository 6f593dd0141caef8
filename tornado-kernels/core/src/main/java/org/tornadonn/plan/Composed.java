package org.tornadonn.plan;

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

  @Override
  default void backward(Backward pass) {
    pass.compose(this);
  }
}
