package org.tornadonn.onnx;

import java.util.Arrays;
import org.tornadonn.op.F;
import org.tornadonn.op.linear.Linear;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** Products of matrices, and of batches of them, as NumPy's {@code matmul} has them. */
final class Matrices {

  private Matrices() {}

  /** {@code a · b}; a value of one axis is a row on the left and a column on the right. */
  static Value product(Value a, Value b) {
    if (a.shape().rank() == 1) {
      return F.squeeze(product(F.unsqueeze(a, 0), b), b.shape().rank() == 1 ? 0 : -2);
    }
    if (b.shape().rank() == 1) {
      return F.squeeze(product(a, F.unsqueeze(b, 1)), -1);
    }
    if (b.shape().rank() == 2) {
      return rows(a, F.permute(b, 1, 0));
    }
    // Every row with every column, broadcast over what stands before the matrices.
    var terms = F.mul(F.unsqueeze(a, -1), F.unsqueeze(b, -3));
    return F.sum(terms, false, terms.shape().rank() - 2);
  }

  /** {@code a · wᵀ}, for a weight {@code (out, in)}. */
  static Value rows(Value a, Value w) {
    int[] dims = a.shape().toArray();
    int in = dims[dims.length - 1];
    var flat = dims.length == 2 ? a : F.reshape(a, a.shape().size() / in, in);
    var y = a.tape().apply(new Linear(), flat, w);
    int[] to = Arrays.copyOf(dims, dims.length);
    to[to.length - 1] = w.shape().dim(0);
    return dims.length == 2 ? y : F.reshape(y, Shape.of(to));
  }
}
