package org.tornadonn.conformance.oracle;

import java.util.function.Function;
import org.tornadonn.plan.Shape;

/**
 * {@code y[o, r, i] = Σ(k) matrix[r][k] · x[o, k, i]}.
 *
 * @param matrix rows for elements of y, of the operands
 */
record LinearMapDefinition(Function<double[][], double[][]> matrix, Line x, Line y)
    implements Definition {

  /** A matrix that operands hold: where its rows begin, and of each element column and weight. */
  static LinearMapDefinition of(int axis, Shape x, Shape y) {
    int columns = x.dim(axis);
    return new LinearMapDefinition(
        in -> {
          var matrix = new double[in[1].length - 1][columns];
          for (int r = 0; r < matrix.length; r++) {
            for (int t = (int) in[1][r]; t < (int) in[1][r + 1]; t++) {
              matrix[r][(int) in[2][t]] += in[3][t];
            }
          }
          return matrix;
        },
        Line.of(x, axis, 1),
        Line.of(y, axis, 1));
  }

  /** The sums of all elements up to each one, or from each one on. */
  static LinearMapDefinition cumsum(int axis, boolean reverse, Shape x) {
    var line = Line.of(x, axis, 1);
    var matrix = new double[line.length()][line.length()];
    for (int r = 0; r < matrix.length; r++) {
      for (int k = 0; k < matrix.length; k++) {
        matrix[r][k] = (reverse ? k >= r : k <= r) ? 1 : 0;
      }
    }
    return new LinearMapDefinition(_ -> matrix, line, line);
  }

  @Override
  public double[] forward(double[][] in) {
    double[][] rows = matrix.apply(in);
    var sums = new double[y.count() * y.length()];
    for (int line = 0; line < y.count(); line++) {
      for (int r = 0; r < y.length(); r++) {
        for (int k = 0; k < x.length(); k++) {
          if (rows[r][k] != 0) {
            sums[y.at(line, r)] += rows[r][k] * in[0][x.at(line, k)];
          }
        }
      }
    }
    return sums;
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    double[][] rows = matrix.apply(in);
    var gradients = new double[in.length][0];
    gradients[0] = new double[in[0].length];
    for (int line = 0; line < y.count(); line++) {
      for (int r = 0; r < y.length(); r++) {
        for (int k = 0; k < x.length(); k++) {
          gradients[0][x.at(line, k)] += rows[r][k] * dy[y.at(line, r)];
        }
      }
    }
    return gradients;
  }

  private double largest(double[][] in) {
    double largest = 0;
    for (double[] row : matrix.apply(in)) {
      largest = Math.max(largest, Sum.magnitude(row));
    }
    return largest;
  }

  @Override
  public Sum result(double[][] in) {
    return new Sum(x.length(), largest(in) * Sum.magnitude(in[0]));
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return new Sum(y.length(), largest(in) * Sum.magnitude(dy));
  }
}
