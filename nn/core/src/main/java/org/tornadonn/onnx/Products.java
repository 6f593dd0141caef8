package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.Map;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/** Products of matrices. */
final class Products {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("MatMul", Rule.one(Products::matMul)),
          entry("Gemm", Rule.one(Products::gemm)),
          entry("Einsum", Rule.one(Einsum::apply)));

  private Products() {}

  /** Whole numbers are multiplied if all sums of their products are exact. */
  private static Operand matMul(Invocation node) {
    Arithmetic.requireOneType(node, node.in(0), node.in(1));
    var type = node.in(0).type();
    int[] dims = node.in(0).dims();
    node.joins(dims.length == 0 ? 1 : dims[dims.length - 1]);
    if (type.isInteger()) {
      return whole(node, type, dims[dims.length - 1]);
    }
    return Functions.fraction(node, F.matmul(node.value(0), node.value(1)));
  }

  private static Operand whole(Invocation node, ElementType type, long terms) {
    long[] a = node.bounds(0);
    long[] b = node.bounds(1);
    Bounds.requireExact(type, a);
    Bounds.requireExact(type, b);
    long most = Math.max(Math.abs(a[0]), Math.abs(a[1])) * Math.max(Math.abs(b[0]), Math.abs(b[1]));
    long low = a[0] >= 0 && b[0] >= 0 ? 0 : -most * terms;
    return Computed.whole(
        F.matmul(node.value(0), node.value(1)), type, low, Math.multiplyExact(most, terms));
  }

  private static Operand gemm(Invocation node) {
    float alpha = node.number("alpha", 1);
    float beta = node.number("beta", 1);
    boolean turnedA = node.flag("transA");
    boolean turnedB = node.flag("transB");
    if (node.in(0).rank() != 2 || node.in(1).rank() != 2) {
      throw new Refusal(Reason.DAMAGED, "multiplies what are no matrices");
    }
    var a = turnedA ? F.permute(node.value(0), 1, 0) : node.value(0);
    var b = node.value(1);
    node.joins(a.shape().dim(1));
    // A layer's own shape: rows of weights, and a bias for each.
    var product = turnedB ? F.linear(a, b) : F.matmul(a, b);
    var y = alpha == 1 ? product : F.mul(product, alpha);
    if (node.has(2)) {
      Value c = node.value(2);
      y = F.add(y, beta == 1 ? c : F.mul(c, beta));
    }
    return Functions.fraction(node, y);
  }
}
