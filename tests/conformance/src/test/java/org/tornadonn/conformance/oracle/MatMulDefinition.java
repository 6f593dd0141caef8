package org.tornadonn.conformance.oracle;

import org.tornadonn.plan.Shape;

/** {@code y[…, i, j] = Σ(k) a[…, i, k] · b[…, k, j]}, term by term, from the first axis on. */
final class MatMulDefinition implements Definition {

  private final Shape a;
  private final Shape b;
  private final boolean transposeA;
  private final boolean transposeB;
  private final int m;
  private final int n;
  private final int terms;
  private final int products;

  MatMulDefinition(boolean transposeA, boolean transposeB, Shape a, Shape b) {
    this.a = a;
    this.b = b;
    this.transposeA = transposeA;
    this.transposeB = transposeB;
    this.m = a.dim(transposeA ? -1 : -2);
    this.terms = a.dim(transposeA ? -2 : -1);
    this.n = b.dim(transposeB ? -2 : -1);
    this.products = Math.max(a.size() / (m * terms), b.size() / (n * terms));
  }

  private static int at(Shape shape, boolean transposed, int product, int row, int column) {
    int rows = shape.dim(-2);
    int columns = shape.dim(-1);
    int matrix = product % (shape.size() / (rows * columns));
    return (matrix * rows + (transposed ? column : row)) * columns + (transposed ? row : column);
  }

  /** Takes the indices of a result and of the two factors of one of its terms. */
  private interface Visitor {
    void visit(int y, int left, int right);
  }

  private void visit(Visitor visitor) {
    for (int p = 0; p < products; p++) {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          for (int k = 0; k < terms; k++) {
            visitor.visit(
                (p * m + i) * n + j, at(a, transposeA, p, i, k), at(b, transposeB, p, k, j));
          }
        }
      }
    }
  }

  @Override
  public double[] forward(double[][] in) {
    var y = new double[products * m * n];
    visit((at, left, right) -> y[at] += in[0][left] * in[1][right]);
    return y;
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var da = new double[a.size()];
    var db = new double[b.size()];
    visit(
        (at, left, right) -> {
          da[left] += dy[at] * in[1][right];
          db[right] += dy[at] * in[0][left];
        });
    return new double[][] {da, db};
  }

  @Override
  public Sum result(double[][] in) {
    return Sum.ofProducts(terms, in[0], in[1]);
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    int results = products * m * n;
    return input == 0
        ? Sum.ofProducts(results * terms / a.size(), dy, in[1])
        : Sum.ofProducts(results * terms / b.size(), dy, in[0]);
  }
}
