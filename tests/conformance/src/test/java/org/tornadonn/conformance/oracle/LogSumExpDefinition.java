package org.tornadonn.conformance.oracle;

import java.util.Arrays;
import org.tornadonn.plan.Shape;

/** {@code l = ln Σ(k) exp(x[k])} along an axis, by itself or taken off the numbers along it. */
final class LogSumExpDefinition implements Definition {

  private final boolean takenOff;
  private final int length;
  private final int step;

  private LogSumExpDefinition(boolean takenOff, int axis, Shape x) {
    this.takenOff = takenOff;
    int at = axis < 0 ? x.rank() + axis : axis;
    this.length = x.dim(at);
    int inner = 1;
    for (int i = at + 1; i < x.rank(); i++) {
      inner *= x.dim(i);
    }
    this.step = inner;
  }

  static LogSumExpDefinition alone(int axis, Shape x) {
    return new LogSumExpDefinition(false, axis, x);
  }

  static LogSumExpDefinition takenOff(int axis, Shape x) {
    return new LogSumExpDefinition(true, axis, x);
  }

  private int row(int i) {
    return i / (length * step) * step + i % step;
  }

  private double[] logarithms(double... x) {
    var largest = new double[x.length / length];
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < x.length; i++) {
      largest[row(i)] = Math.max(largest[row(i)], x[i]);
    }
    var sums = new double[largest.length];
    for (int i = 0; i < x.length; i++) {
      sums[row(i)] += Math.exp(x[i] - offset(largest[row(i)]));
    }
    for (int r = 0; r < sums.length; r++) {
      sums[r] = Math.log(sums[r]) + offset(largest[r]);
    }
    return sums;
  }

  /** A softmax with an infinity in it is NaN; a sum is infinite. */
  private double offset(double largest) {
    return Double.isInfinite(largest) && !takenOff ? 0 : largest;
  }

  @Override
  public double[] forward(double[][] in) {
    var logarithms = logarithms(in[0]);
    if (!takenOff) {
      return logarithms;
    }
    var y = new double[in[0].length];
    for (int i = 0; i < y.length; i++) {
      y[i] = in[0][i] - logarithms[row(i)];
    }
    return y;
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var logarithms = logarithms(in[0]);
    var sums = new double[logarithms.length];
    for (int i = 0; i < dy.length; i++) {
      sums[takenOff ? row(i) : i] += dy[i];
    }
    var dx = new double[in[0].length];
    for (int i = 0; i < dx.length; i++) {
      double share = Math.exp(in[0][i] - logarithms[row(i)]) * sums[row(i)];
      dx[i] = takenOff ? dy[i] - share : share;
    }
    return new double[][] {dx};
  }

  @Override
  public Sum result(double[][] in) {
    return new Sum(2 + length, Sum.magnitude(in[0]));
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return new Sum(2 + length, Sum.magnitude(dy) * Math.max(1, Sum.magnitude(in[0]) / 4));
  }
}
