package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/** Bits of whole numbers, as far as float32 has them: what is computed is taken apart into bits. */
final class Bits {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("BitwiseAnd", Rule.one(n -> two(n, (a, b) -> a & b, F::mul))),
          entry("BitwiseOr", Rule.one(n -> two(n, (a, b) -> a | b, F::maximum))),
          entry("BitwiseXor", Rule.one(n -> two(n, (a, b) -> a ^ b, F::ne))),
          entry("BitwiseNot", Rule.one(Bits::not)),
          entry("BitShift", Rule.one(Bits::shift)));

  private Bits() {}

  private static Operand two(
      Invocation node, LongBinaryOperator known, BinaryOperator<Value> ofBits) {
    Arithmetic.requireOneType(node, node.in(0), node.in(1));
    var type = node.in(0).type();
    if (node.folds()) {
      return Arithmetic.known(node, type, node.known(0), node.known(1), (a, b) -> a, known);
    }
    long[] left = node.bounds(0);
    long[] right = node.bounds(1);
    Bounds.requireExact(type, left);
    Bounds.requireExact(type, right);
    long low = Math.min(left[0], right[0]);
    // As many bits as the largest has, and one for the sign.
    int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(Math.max(left[1], right[1]), ~low));
    var a = node.value(0);
    var b = node.value(1);
    Value sum = null;
    for (int k = 0; k < bits + (low < 0 ? 1 : 0); k++) {
      var bit = ofBits.apply(F.remainder(a, 2), F.remainder(b, 2));
      var part = F.mul(bit, k == bits ? -(1 << k) : 1 << k);
      sum = sum == null ? part : F.add(sum, part);
      a = F.floor(F.div(a, 2));
      b = F.floor(F.div(b, 2));
    }
    var value = sum == null ? F.mul(F.add(a, b), 0) : sum;
    return new Computed(value, type, low < 0 ? -(1L << bits) : 0, (1L << bits) - 1);
  }

  private static Operand not(Invocation node) {
    var x = node.in(0);
    var type = x.type();
    if (x instanceof Known known) {
      HostTensor of = known.tensor();
      return node.integers(type, of.dims(), i -> ~of.integer(i));
    }
    long[] bounds = node.bounds(0);
    Bounds.requireExact(type, bounds);
    long all = type.low() < 0 ? -1 : type.high();
    if (all > Computed.EXACT) {
      throw new Refusal(Reason.EXACTNESS, "turns all bits of %s".formatted(type));
    }
    var turned = F.add(F.neg(node.value(0)), (float) all);
    return Computed.whole(turned, type, all - bounds[1], all - bounds[0]);
  }

  /** By places that are known; by as many as the type has bits, or more or less than 0, all go. */
  private static Operand shift(Invocation node) {
    boolean left = node.text("direction", "").equals("LEFT");
    var x = node.in(0);
    var type = x.type();
    var places = node.known(1);
    int width = width(type);
    if (x instanceof Known known) {
      return Arithmetic.known(
          node,
          type,
          known.tensor(),
          places,
          (a, b) -> a,
          (a, b) -> b >= 0 && b < width ? (left ? a << b : a >> b) : left || a >= 0 ? 0 : -1);
    }
    long[] bounds = node.bounds(0);
    Bounds.requireExact(type, bounds);
    int[] by = new int[places.size()];
    int most = 0;
    for (int i = 0; i < by.length; i++) {
      long place = places.integer(i);
      by[i] = place < 0 || place >= width ? width : (int) place;
      most = by[i] < width ? Math.max(most, by[i]) : most;
    }
    if (left && most > 24) {
      throw new Refusal(Reason.EXACTNESS, "moves bits by %d places".formatted(most));
    }
    var powers =
        node.fractions(
            ElementType.FLOAT,
            places.dims(),
            i -> left && by[i] == width ? 0 : Math.scalb(1.0, by[i]));
    var value = node.value(0);
    return left
        ? Computed.whole(
            F.mul(value, node.value(powers)),
            type,
            Math.min(0, bounds[0]) << most,
            Math.max(0, bounds[1]) << most)
        : new Computed(
            F.floor(F.div(value, node.value(powers))),
            type,
            Math.min(0, bounds[0]),
            Math.max(0, bounds[1]));
  }

  private static int width(ElementType type) {
    return switch (type) {
      case INT8, UINT8 -> 8;
      case INT16, UINT16 -> 16;
      case INT32, UINT32 -> 32;
      default -> 64;
    };
  }
}
