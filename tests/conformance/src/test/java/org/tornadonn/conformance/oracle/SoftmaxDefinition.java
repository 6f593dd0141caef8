package org.tornadonn.conformance.oracle;

import org.tornadonn.plan.Shape;

/** {@code y[j] = exp(x[j]) / Σ(k) exp(x[k])} along an axis; backward by the Jacobian in full. */
final class SoftmaxDefinition implements Definition {

  private final int length;
  private final int step;

  SoftmaxDefinition(int axis, Shape x) {
    int at = axis < 0 ? x.rank() + axis : axis;
    this.length = x.dim(at);
    int inner = 1;
    for (int i = at + 1; i < x.rank(); i++) {
      inner *= x.dim(i);
    }
    this.step = inner;
  }

  /** The index of element j of the row that holds element i. */
  private int at(int i, int j) {
    int own = i / step % length;
    return i + (j - own) * step;
  }

  @Override
  public double[] forward(double[][] in) {
    var y = new double[in[0].length];
    for (int i = 0; i < y.length; i++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < length; j++) {
        largest = Math.max(largest, in[0][at(i, j)]);
      }
      double sum = 0;
      for (int j = 0; j < length; j++) {
        sum += Math.exp(in[0][at(i, j)] - largest);
      }
      y[i] = Math.exp(in[0][i] - largest) / sum;
    }
    return y;
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var y = forward(in);
    var dx = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < length; j++) {
        int to = at(i, j);
        dx[to] += dy[i] * y[i] * ((to == i ? 1 : 0) - y[to]);
      }
    }
    return new double[][] {dx};
  }

  /** A number near 1 loses as much as the sum; the exponent loses as much as the largest input. */
  @Override
  public Sum result(double[][] in) {
    return new Sum(2 + length, Sum.magnitude(forward(in)));
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return new Sum(2 + length, Sum.magnitude(forward(in)) * Sum.magnitude(dy));
  }
}
