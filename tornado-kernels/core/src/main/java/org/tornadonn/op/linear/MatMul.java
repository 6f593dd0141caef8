package org.tornadonn.op.linear;

import java.util.Arrays;
import java.util.List;
import org.tornadonn.op.arithmetic.Expand;
import org.tornadonn.op.arithmetic.Reshape;
import org.tornadonn.op.arithmetic.Sum;
import org.tornadonn.op.elementwise.Broadcast;
import org.tornadonn.plan.Composed;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Products of matrices: {@code y[…, i, j] = Σ(k) a[…, i, k] · b[…, k, j]}.
 *
 * <p>Inputs: a {@code (…, m, k)} and b {@code (…, k, n)}, or {@code (…, k, m)} and {@code (…, n,
 * k)} where transposed; result {@code (…, m, n)}. In front of the matrices, sizes are equal, or one
 * side has a single matrix, which serves all products. Gradients are such products again: {@code da
 * = dy · bᵀ}, {@code db = aᵀ · dy}; nothing is transposed in memory.
 *
 * @param transposeA whether each a is used with rows and columns exchanged
 * @param transposeB whether each b is used with rows and columns exchanged
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.matmul.html">PyTorch</a>
 */
public record MatMul(boolean transposeA, boolean transposeB) implements Composed {

  /**
   * Records the product of two values by {@code torch.matmul}'s rules: what is in front of the
   * matrices is broadcast, and a value of one axis is a row on the left and a column on the right.
   */
  public static Value of(Value a, Value b) {
    if (a.shape().rank() == 0 || b.shape().rank() == 0) {
      throw new ShapeException(
          "MatMul multiplies matrices and vectors, but gets %s and %s: use mul for single numbers."
              .formatted(a.shape(), b.shape()));
    }
    var rows = a.shape().rank() > 1 ? a : reshape(a, Shape.of(1, a.shape().size()));
    var columns = b.shape().rank() > 1 ? b : reshape(b, Shape.of(b.shape().size(), 1));
    var y = of(rows, columns, false, false);
    var batch = Factor.batch(y.shape()).toArray();
    int kept = (a == rows ? 1 : 0) + (b == columns ? 1 : 0);
    if (kept == 2) {
      return y;
    }
    var dims = Arrays.copyOf(batch, batch.length + kept);
    if (kept == 1) {
      dims[batch.length] = y.shape().dim(a == rows ? -2 : -1);
    }
    return reshape(y, Shape.of(dims));
  }

  /** Records the product of two values with two axes or more; what is in front is broadcast. */
  public static Value of(Value a, Value b, boolean transposeA, boolean transposeB) {
    var product = new MatMul(transposeA, transposeB);
    var shape = a.shape();
    if (b.shape().rank() == 2 && shape.rank() > 2 && !transposeA) {
      // One matrix on the right: all rows of the left are rows of one product.
      int k = shape.dim(-1);
      var y = a.tape().apply(product, reshape(a, Shape.of(shape.size() / k, k)), b);
      return reshape(y, Factor.matrices(Factor.batch(shape), shape.dim(-2), y.shape().dim(1)));
    }
    if (shape.rank() < 2 || b.shape().rank() < 2) {
      return a.tape().apply(product, a, b);
    }
    var batch = Broadcast.of("matmul", List.of(Factor.batch(shape), Factor.batch(b.shape())));
    return a.tape().apply(product, fit(a, batch), fit(b, batch));
  }

  /** A factor as it is if the kernel can go through it, else stretched to a batch. */
  private static Value fit(Value x, Shape batch) {
    int own = Factor.batch(x.shape()).size();
    return own == 1 || own == batch.size()
        ? x
        : Expand.of(x, Factor.matrices(batch, x.shape().dim(-2), x.shape().dim(-1)));
  }

  private static Value reshape(Value x, Shape shape) {
    return x.shape().equals(shape) ? x : x.tape().apply(new Reshape(shape), x);
  }

  @Override
  public String name() {
    return "matmul";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var a = inputs.get(0);
    var b = inputs.get(1);
    if (a.rank() < 2 || b.rank() < 2) {
      throw new ShapeException(
          "MatMul multiplies matrices (…, rows, columns), but gets %s and %s.".formatted(a, b));
    }
    if (inner(a) != b.dim(transposeB ? -1 : -2)) {
      throw new ShapeException(
          "MatMul cannot multiply %s%s by %s%s: %d columns do not meet %d rows."
              .formatted(
                  a,
                  transposeA ? ", transposed," : "",
                  b,
                  transposeB ? ", transposed" : "",
                  inner(a),
                  b.dim(transposeB ? -1 : -2)));
    }
    var batch = Broadcast.of(name(), List.of(Factor.batch(a), Factor.batch(b)));
    for (var factor : inputs) {
      int own = Factor.batch(factor).size();
      if (own != 1 && own != batch.size()) {
        throw new ShapeException(
            "MatMul needs one matrix or all of %s on each side, but gets %s and %s: expand them."
                .formatted(batch, a, b));
      }
    }
    return Factor.matrices(batch, a.dim(transposeA ? -1 : -2), b.dim(transposeB ? -2 : -1));
  }

  private int inner(Shape a) {
    return a.dim(transposeA ? -2 : -1);
  }

  @Override
  public void forward(Forward pass) {
    var a = pass.in(0);
    var b = pass.in(1);
    var y = pass.out();
    int m = y.shape().dim(-2);
    int n = y.shape().dim(-1);
    int k = inner(a.shape());
    pass.call("forward")
        .reads(a, b)
        .writes(y)
        .flops(2L * y.size() * k)
        .sums(k, a, b)
        .bind(
            memory ->
                new MatMulForward(
                    Factor.of(memory.of(a), a, transposeA),
                    Factor.of(memory.of(b), b, transposeB),
                    memory.of(y),
                    m,
                    n,
                    k,
                    y.size()));
  }

  @Override
  public Value gradient(int input, Composition g) {
    var a = g.in(0);
    var b = g.in(1);
    var dy = g.dy();
    if (input == 0) {
      var da = transposeA ? of(b, dy, transposeB, true) : of(dy, b, false, !transposeB);
      return Sum.to(a.shape(), da);
    }
    var db = transposeB ? of(dy, a, true, transposeA) : of(a, dy, !transposeA, false);
    return Sum.to(b.shape(), db);
  }
}
