package org.tornadonn.conformance.oracle;

import org.tornadonn.op.loss.DenseCrossEntropy;
import org.tornadonn.plan.Shape;

/**
 * {@code Σ(j) −p[j] · w[j] · log q[j]} of each target, with {@code q = softmax(y)} along the
 * classes, {@code p[j] = (1 − smoothing) · [j = t] + smoothing / classes}; 0 where t is left out.
 */
final class DenseCrossEntropyDefinition implements Definition {

  private final DenseCrossEntropy loss;
  private final int classes;
  private final int inner;

  DenseCrossEntropyDefinition(DenseCrossEntropy loss, Shape y) {
    this.loss = loss;
    this.classes = y.dim(1);
    this.inner = y.size() / y.dim(0) / classes;
  }

  private int index(int row, int j) {
    return (row / inner * classes + j) * inner + row % inner;
  }

  /** −log q of class j, also where q underflows. */
  private double surprise(double[] y, int row, int j) {
    double largest = y[index(row, 0)];
    for (int k = 1; k < classes; k++) {
      largest = Math.max(largest, y[index(row, k)]);
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += Math.exp(y[index(row, k)] - largest);
    }
    return largest - y[index(row, j)] + Math.log(sum);
  }

  /** What class j counts in a row. */
  private double share(double[][] in, int row, int j) {
    double own = j == (int) in[1][row] ? 1 - loss.smoothing() : 0;
    return in[1][row] == loss.ignore() ? 0 : (own + (double) loss.smoothing() / classes) * in[2][j];
  }

  @Override
  public double[] forward(double[][] in) {
    var each = new double[in[1].length];
    for (int row = 0; row < each.length; row++) {
      for (int j = 0; j < classes; j++) {
        double share = share(in, row, j);
        each[row] += share == 0 ? 0 : share * surprise(in[0], row, j);
      }
    }
    return each;
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var d = new double[in[0].length];
    for (int row = 0; row < dy.length; row++) {
      double all = 0;
      for (int j = 0; j < classes; j++) {
        all += share(in, row, j);
      }
      for (int j = 0; j < classes; j++) {
        double q = Math.exp(-surprise(in[0], row, j));
        d[index(row, j)] = dy[row] * (all * q - share(in, row, j));
      }
    }
    return new double[][] {d, {}, {}};
  }

  @Override
  public Sum result(double[][] in) {
    double largest = 0;
    for (int row = 0; row < in[1].length; row++) {
      for (int j = 0; j < classes; j++) {
        double share = share(in, row, j);
        largest = Math.max(largest, share == 0 ? 0 : share * surprise(in[0], row, j));
      }
    }
    return new Sum(2 * classes, largest);
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    double largest = 0;
    for (int j = 0; j < classes; j++) {
      largest = Math.max(largest, in[2][j]);
    }
    double steepest = 0;
    for (double one : dy) {
      steepest = Math.max(steepest, Math.abs(one));
    }
    return new Sum(classes, largest * steepest);
  }
}
