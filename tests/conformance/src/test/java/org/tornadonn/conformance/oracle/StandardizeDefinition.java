package org.tornadonn.conformance.oracle;

import org.tornadonn.plan.Shape;

/** {@code y = (x − mean) / √(variance + ε)}, row by row; backward by the Jacobian in full. */
final class StandardizeDefinition implements Definition {

  private final double epsilon;
  private final int length;

  StandardizeDefinition(int axes, double epsilon, Shape x) {
    this.epsilon = epsilon;
    int elements = 1;
    for (int axis = 1; axis <= axes; axis++) {
      elements *= x.dim(-axis);
    }
    this.length = elements;
  }

  private double mean(double[] x, int row) {
    double sum = 0;
    for (int j = 0; j < length; j++) {
      sum += x[row * length + j];
    }
    return sum / length;
  }

  private double deviation(double[] x, int row) {
    double mean = mean(x, row);
    double sum = 0;
    for (int j = 0; j < length; j++) {
      sum += Math.pow(x[row * length + j] - mean, 2);
    }
    return Math.sqrt(sum / length + epsilon);
  }

  @Override
  public double[] forward(double[][] in) {
    var y = new double[in[0].length];
    for (int row = 0; row < y.length / length; row++) {
      double mean = mean(in[0], row);
      double deviation = deviation(in[0], row);
      for (int i = row * length; i < (row + 1) * length; i++) {
        y[i] = (in[0][i] - mean) / deviation;
      }
    }
    return y;
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var y = forward(in);
    var dx = new double[y.length];
    for (int row = 0; row < y.length / length; row++) {
      double deviation = deviation(in[0], row);
      for (int i = row * length; i < (row + 1) * length; i++) {
        for (int j = row * length; j < (row + 1) * length; j++) {
          double own = i == j ? 1 : 0;
          dx[j] += dy[i] / deviation * (own - (1 + y[i] * y[j]) / length);
        }
      }
    }
    return new double[][] {dx};
  }

  /** What a mean loses is lost to every difference from it, before these are scaled. */
  private double steep(double[] x) {
    double steep = 0;
    for (int row = 0; row < x.length / length; row++) {
      double own = 1 / deviation(x, row);
      steep = Double.isFinite(own) ? Math.max(steep, own) : steep;
    }
    return steep;
  }

  @Override
  public Sum result(double[][] in) {
    double largest = Math.max(Sum.magnitude(forward(in)), steep(in[0]) * Sum.magnitude(in[0]));
    return new Sum(length + 4, largest);
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    double normal = Math.max(1, Sum.magnitude(forward(in)));
    return new Sum(length + 4, steep(in[0]) * Sum.magnitude(dy) * normal);
  }
}
