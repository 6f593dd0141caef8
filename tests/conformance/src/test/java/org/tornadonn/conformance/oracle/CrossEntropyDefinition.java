package org.tornadonn.conformance.oracle;

import org.tornadonn.plan.Shape;

/**
 * {@code Σ(n,k) −p[n,k] · log (exp y[n,k] / Σ(j) exp y[n,j]) / fill} over the first {@code fill}
 * samples, with the target spread over all classes by the smoothing; every exponential is taken of
 * a difference of two logits, so large logits do no harm.
 */
final class CrossEntropyDefinition implements Definition {

  private final int classes;
  private final double smoothing;

  CrossEntropyDefinition(Shape y, double smoothing) {
    this.classes = y.dim(1);
    this.smoothing = smoothing;
  }

  private double target(double[][] in, int n, int j) {
    return (j == (int) in[1][n] ? 1 - smoothing : 0) + smoothing / classes;
  }

  /** The probability of class j in row n. */
  private double probability(double[] y, int n, int j) {
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += Math.exp(y[n * classes + k] - y[n * classes + j]);
    }
    return 1 / sum;
  }

  /** −log of the probability of class j in row n, also where that probability underflows. */
  private double surprise(double[] y, int n, int j) {
    double largest = y[n * classes];
    for (int k = 1; k < classes; k++) {
      largest = Math.max(largest, y[n * classes + k]);
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += Math.exp(y[n * classes + k] - largest);
    }
    return largest - y[n * classes + j] + Math.log(sum);
  }

  @Override
  public double[] forward(double[][] in) {
    double sum = 0;
    for (int n = 0; n < (int) in[2][0]; n++) {
      for (int j = 0; j < classes; j++) {
        double target = target(in, n, j);
        sum += target == 0 ? 0 : target * surprise(in[0], n, j);
      }
    }
    return new double[] {sum / in[2][0]};
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var d = new double[in[0].length];
    for (int n = 0; n < (int) in[2][0]; n++) {
      for (int j = 0; j < classes; j++) {
        double gap = probability(in[0], n, j) - target(in, n, j);
        d[n * classes + j] = dy[0] * gap / in[2][0];
      }
    }
    return new double[][] {d, {}, {}};
  }

  @Override
  public Sum result(double[][] in) {
    double largest = 0;
    for (int n = 0; n < (int) in[2][0]; n++) {
      largest = Math.max(largest, surprise(in[0], n, (int) in[1][n]) / in[2][0]);
    }
    return new Sum(classes + (int) in[2][0], largest);
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return new Sum(classes, Math.abs(dy[0]) / in[2][0]);
  }
}
