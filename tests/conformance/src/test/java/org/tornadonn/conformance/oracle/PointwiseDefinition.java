package org.tornadonn.conformance.oracle;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;
import org.tornadonn.op.activation.GELU;

/** {@code y = f(x)} and {@code dx = dy · f′(x)}, element by element, by textbook formulas. */
record PointwiseDefinition(DoubleUnaryOperator function, DoubleUnaryOperator derivative)
    implements Definition {

  static Definition sigmoid() {
    return new PointwiseDefinition(
        x -> 1 / (1 + Math.exp(-x)), x -> 1 / (2 + Math.exp(x) + Math.exp(-x)));
  }

  static Definition tanh() {
    return new PointwiseDefinition(Math::tanh, x -> Math.pow(Math.cosh(x), -2));
  }

  static Definition leakyReLU(double slope) {
    return new PointwiseDefinition(x -> x > 0 ? x : slope * x, x -> x > 0 ? 1 : slope);
  }

  static Definition gelu(GELU.Approximate approximate) {
    return switch (approximate) {
      case NONE ->
          new PointwiseDefinition(
              x -> x * 0.5 * (1 + Erf.erf(x / Math.sqrt(2))),
              x ->
                  0.5 * (1 + Erf.erf(x / Math.sqrt(2)))
                      + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI));
      case TANH ->
          new PointwiseDefinition(
              x -> 0.5 * x * (1 + Math.tanh(inner(x))),
              x ->
                  0.5 * (1 + Math.tanh(inner(x)))
                      + 0.5
                          * x
                          * (1 - Math.pow(Math.tanh(inner(x)), 2))
                          * Math.sqrt(2 / Math.PI)
                          * (1 + 3 * 0.044715 * x * x));
    };
  }

  private static double inner(double x) {
    return Math.sqrt(2 / Math.PI) * (x + 0.044715 * Math.pow(x, 3));
  }

  @Override
  public double[] forward(double[][] in) {
    var y = new double[in[0].length];
    for (int i = 0; i < y.length; i++) {
      y[i] = function.applyAsDouble(in[0][i]);
    }
    return y;
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var dx = new double[dy.length];
    for (int i = 0; i < dx.length; i++) {
      dx[i] = dy[i] * derivative.applyAsDouble(in[0][i]);
    }
    return new double[][] {dx};
  }

  @Override
  public Sum result(double[][] in) {
    return new Sum(2, Sum.magnitude(forward(in)));
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return new Sum(2, Sum.magnitude(dy));
  }
}
