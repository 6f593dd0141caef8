package org.tornadonn.onnx.write;

import java.util.stream.LongStream;
import org.tornadonn.op.linear.Linear;
import org.tornadonn.op.linear.MatMul;

/** Products of matrices. */
final class Products {

  private Products() {}

  static boolean write(Step step) {
    switch (step.operation()) {
      case Linear _ -> step.op("Gemm", step.in()).with("transB", 1).gives();
      case MatMul product ->
          step.op(
                  "MatMul",
                  product.transposeA() ? transposed(step, 0) : step.in(0),
                  product.transposeB() ? transposed(step, 1) : step.in(1))
              .gives();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** An operand with its last two axes exchanged. */
  private static String transposed(Step step, int operand) {
    int rank = step.shape(operand).rank();
    var axes = LongStream.range(0, rank).toArray();
    axes[rank - 2] = rank - 1L;
    axes[rank - 1] = rank - 2L;
    return step.op("Transpose", step.in(operand)).with("perm", axes).value();
  }
}
