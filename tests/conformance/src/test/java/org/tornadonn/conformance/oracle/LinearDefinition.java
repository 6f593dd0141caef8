package org.tornadonn.conformance.oracle;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.tornadonn.plan.Shape;

/** {@code y = x · wᵀ + b}, {@code dx = dy · w}, {@code dw = dyᵀ · x} in Commons Math's matrices. */
final class LinearDefinition implements Definition {

  private final int n;
  private final int ci;
  private final int co;

  LinearDefinition(Shape x, Shape w) {
    this.n = x.dim(0);
    this.ci = x.dim(1);
    this.co = w.dim(0);
  }

  private static RealMatrix matrix(double[] values, int rows, int columns) {
    var matrix = new Array2DRowRealMatrix(rows, columns);
    for (int i = 0; i < values.length; i++) {
      matrix.setEntry(i / columns, i % columns, values[i]);
    }
    return matrix;
  }

  private static double[] flat(RealMatrix matrix) {
    int columns = matrix.getColumnDimension();
    var values = new double[matrix.getRowDimension() * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = matrix.getEntry(i / columns, i % columns);
    }
    return values;
  }

  @Override
  public double[] forward(double[][] in) {
    var y = matrix(in[0], n, ci).multiply(matrix(in[1], co, ci).transpose());
    if (in.length > 2) {
      for (int row = 0; row < n; row++) {
        y.setRowVector(row, y.getRowVector(row).add(matrix(in[2], 1, co).getRowVector(0)));
      }
    }
    return flat(y);
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var d = matrix(dy, n, co);
    var dx = flat(d.multiply(matrix(in[1], co, ci)));
    var dw = flat(d.transpose().multiply(matrix(in[0], n, ci)));
    if (in.length == 2) {
      return new double[][] {dx, dw};
    }
    var ones = new Array2DRowRealMatrix(1, n).scalarAdd(1);
    return new double[][] {dx, dw, flat(ones.multiply(d))};
  }

  @Override
  public Sum result(double[][] in) {
    return Sum.ofProducts(ci + in.length - 2, in[0], in[1]);
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return switch (input) {
      case 0 -> Sum.ofProducts(co, dy, in[1]);
      case 1 -> Sum.ofProducts(n, dy, in[0]);
      default -> new Sum(n, Sum.magnitude(dy));
    };
  }
}
