package org.tornadonn.conformance.oracle;

/** The float64 definition of an operation on inputs of known shapes. */
public interface Definition {

  /** The result for the given inputs. */
  double[] forward(double[][] in);

  /**
   * The gradients of {@code Σ dy·y} with respect to the inputs, in their order; empty for an input
   * that gets none.
   */
  double[][] backward(double[][] in, double[] dy);

  /** How an element of the result is summed. */
  Sum result(double[][] in);

  /** How an element of an input's gradient is summed. */
  Sum gradient(int input, double[][] in, double[] dy);
}
