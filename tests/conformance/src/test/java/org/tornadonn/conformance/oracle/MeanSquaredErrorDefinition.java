package org.tornadonn.conformance.oracle;

import org.tornadonn.plan.Shape;

/** {@code Σ (y − t)² / (fill · features)} over the first {@code fill} samples. */
final class MeanSquaredErrorDefinition implements Definition {

  private final int features;

  MeanSquaredErrorDefinition(Shape y) {
    this.features = y.size() / y.dim(0);
  }

  private int used(double[][] in) {
    return (int) Math.rint(in[2][0] * features);
  }

  @Override
  public double[] forward(double[][] in) {
    double sum = 0;
    for (int i = 0; i < used(in); i++) {
      sum += Math.pow(in[0][i] - in[1][i], 2);
    }
    return new double[] {sum / used(in)};
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var d = new double[in[0].length];
    for (int i = 0; i < used(in); i++) {
      d[i] = dy[0] * 2 * (in[0][i] - in[1][i]) / used(in);
    }
    return new double[][] {d, {}, {}};
  }

  @Override
  public Sum result(double[][] in) {
    double largest = 0;
    for (int i = 0; i < used(in); i++) {
      largest = Math.max(largest, Math.pow(in[0][i] - in[1][i], 2) / used(in));
    }
    return new Sum(used(in), largest);
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return new Sum(2, Sum.magnitude(backward(in, dy)[0]));
  }
}
