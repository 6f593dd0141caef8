package org.tornadonn.onnx;

import java.util.stream.IntStream;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * Sums of products, by names of axes: {@code bij,bjk->bik} is a product of matrices.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Einsum.html">ONNX</a>
 */
final class Einsum {

  private Einsum() {}

  static Operand apply(Invocation node) {
    var equation = node.text("equation", "").replace(" ", "");
    if (equation.contains(".")) {
      throw node.variant("has an ellipsis in '%s'".formatted(equation));
    }
    var terms = equation.replaceFirst("->.*", "").split(",", -1);
    if (terms.length != node.inputs()) {
      throw new Refusal(Reason.DAMAGED, "has the equation '%s'".formatted(equation));
    }
    for (var term : terms) {
      if (term.chars().distinct().count() < term.length()) {
        throw node.variant("takes a diagonal '%s'".formatted(term));
      }
    }
    var values = IntStream.range(0, terms.length).mapToObj(node::value).toArray(Value[]::new);
    return Functions.fraction(node, F.einsum(equation, values));
  }
}
