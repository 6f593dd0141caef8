package org.tornadonn.conformance.oracle;

import org.tornadonn.plan.Shape;

/**
 * The largest number of each line, or the smallest; NaN if one is NaN. Those that are equal to it
 * share its gradient.
 */
record ExtremeDefinition(Line line, int sign) implements Definition {

  static ExtremeDefinition of(int first, int axes, int sign, Shape x) {
    return new ExtremeDefinition(Line.of(x, first, axes), sign);
  }

  @Override
  public double[] forward(double[][] in) {
    var y = new double[line.count()];
    for (int i = 0; i < y.length; i++) {
      y[i] = sign * Double.NEGATIVE_INFINITY;
      for (double x : line.of(in[0], i)) {
        y[i] = sign > 0 ? Math.max(y[i], x) : Math.min(y[i], x);
      }
    }
    return y;
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var y = forward(in);
    var dx = new double[in[0].length];
    for (int i = 0; i < y.length; i++) {
      int equal = 0;
      for (double x : line.of(in[0], i)) {
        equal += x == y[i] ? 1 : 0;
      }
      for (int k = 0; k < line.length(); k++) {
        int at = line.at(i, k);
        dx[at] = in[0][at] == y[i] ? dy[i] / equal : 0;
      }
    }
    return new double[][] {dx};
  }

  @Override
  public Sum result(double[][] in) {
    return new Sum(0, 0);
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return new Sum(2, Sum.magnitude(dy));
  }
}
