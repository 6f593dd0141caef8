package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tornadonn.op.linear.MatMul;
import org.tornadonn.plan.Shape;

/** Products of two values: both transposed or not, one matrix for many, more than a tile. */
final class MatMulCases {

  private MatMulCases() {}

  static List<GraphCase> all() {
    var cases = new ArrayList<GraphCase>();
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        var product = new MatMul(transposeA, transposeB);
        cases.add(of(product, Shape.of(2, 3), Shape.of(2, 3), 5, 7, 13).onEveryDevice());
        cases.add(of(product, Shape.of(), Shape.of(), 1, 1, 1));
        cases.add(of(product, Shape.of(), Shape.of(), 133, 207, 67));
        cases.add(of(product, Shape.of(3), Shape.of(1), 7, 5, 1).onEveryDevice());
        cases.add(of(product, Shape.of(), Shape.of(2, 1), 1, 13, 7));
        cases.add(of(product, Shape.of(1, 1), Shape.of(3), 2, 1, 3));
        cases.add(of(product, Shape.of(2), Shape.of(2), 1, 67, 1031));
        cases.add(of(product, Shape.of(2), Shape.of(2), 133, 207, 1));
        cases.add(of(product, Shape.of(), Shape.of(2), 29, 1, 37));
      }
    }
    cases.add(of(new MatMul(false, false), Shape.of(), Shape.of(), 9, 1601, 5));
    cases.add(of(new MatMul(true, true), Shape.of(), Shape.of(), 3, 5, 530));
    return cases;
  }

  private static GraphCase of(MatMul product, Shape left, Shape right, int m, int k, int n) {
    var a = product.transposeA() ? matrices(left, k, m) : matrices(left, m, k);
    var b = product.transposeB() ? matrices(right, n, k) : matrices(right, k, n);
    var g = new ValuedGraph();
    g.parameter("before", Shape.of(5), Numbers.of(7, 5));
    var x = g.input("a", a, Numbers.of(151, a.size()));
    var w = g.parameter("b", b, Numbers.of(152, b.size()));
    var name =
        "matmul %s%s by %s%s"
            .formatted(a, product.transposeA() ? "ᵀ" : "", b, product.transposeB() ? "ᵀ" : "");
    return g.weighted(name, 153, g.apply("product", product, x, w));
  }

  private static Shape matrices(Shape batch, int rows, int columns) {
    var dims = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
    dims[batch.rank()] = rows;
    dims[batch.rank() + 1] = columns;
    return Shape.of(dims);
  }
}
