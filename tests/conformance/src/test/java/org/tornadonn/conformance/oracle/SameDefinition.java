package org.tornadonn.conformance.oracle;

/** The same elements in the same order. */
final class SameDefinition implements Definition {

  @Override
  public double[] forward(double[][] in) {
    return in[0].clone();
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    return new double[][] {dy.clone()};
  }

  @Override
  public Sum result(double[][] in) {
    return new Sum(0, 0);
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return new Sum(0, 0);
  }
}
