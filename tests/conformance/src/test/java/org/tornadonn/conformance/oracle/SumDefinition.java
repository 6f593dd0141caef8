package org.tornadonn.conformance.oracle;

import org.tornadonn.plan.Shape;

/** {@code y[o, i] = Σ(k) x[o, k, i]}, with k over neighbouring axes. */
final class SumDefinition implements Definition {

  private final int outer;
  private final int terms;
  private final int inner;

  SumDefinition(int first, int axes, Shape x) {
    int before = 1;
    int over = 1;
    int behind = 1;
    for (int axis = 0; axis < x.rank(); axis++) {
      int size = x.dim(axis);
      if (axis < first) {
        before *= size;
      } else if (axis < first + axes) {
        over *= size;
      } else {
        behind *= size;
      }
    }
    this.outer = before;
    this.terms = over;
    this.inner = behind;
  }

  private int result(int x) {
    return x / (terms * inner) * inner + x % inner;
  }

  @Override
  public double[] forward(double[][] in) {
    var y = new double[outer * inner];
    for (int i = 0; i < in[0].length; i++) {
      y[result(i)] += in[0][i];
    }
    return y;
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var dx = new double[in[0].length];
    for (int i = 0; i < dx.length; i++) {
      dx[i] = dy[result(i)];
    }
    return new double[][] {dx};
  }

  @Override
  public Sum result(double[][] in) {
    return new Sum(terms, Sum.magnitude(in[0]));
  }

  /** The gradient is passed on: exact unless a second use adds to it, which is a sum of two. */
  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return new Sum(1, Sum.magnitude(dy));
  }
}
