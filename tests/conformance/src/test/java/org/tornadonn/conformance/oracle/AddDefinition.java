package org.tornadonn.conformance.oracle;

/** {@code y = a + b}; both get the gradient of y. */
final class AddDefinition implements Definition {

  @Override
  public double[] forward(double[][] in) {
    var result = new double[in[0].length];
    for (int i = 0; i < result.length; i++) {
      result[i] = in[0][i] + in[1][i];
    }
    return result;
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    return new double[][] {dy.clone(), dy.clone()};
  }

  @Override
  public Sum result(double[][] in) {
    return new Sum(2, Math.max(Sum.magnitude(in[0]), Sum.magnitude(in[1])));
  }

  /** The gradient is passed on: exact unless a second use adds to it, which is a sum of two. */
  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return new Sum(1, Sum.magnitude(dy));
  }
}
