package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.Strides;
import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/** Arithmetic of two tensors, or several, broadcast as NumPy does. */
final class Arithmetic {

  /** A function of two numbers: of fractions, of whole numbers, and of values. */
  private record Two(
      DoubleBinaryOperator fractions, LongBinaryOperator whole, BinaryOperator<Value> computed) {}

  private static final Two ADD = new Two(Double::sum, Long::sum, F::add);
  private static final Two SUB = new Two((a, b) -> a - b, (a, b) -> a - b, F::sub);
  private static final Two MUL = new Two((a, b) -> a * b, (a, b) -> a * b, F::mul);
  private static final Two MAX = new Two(Math::max, Math::max, F::maximum);
  private static final Two MIN = new Two(Math::min, Math::min, F::minimum);

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("Add", Rule.one(n -> two(n, ADD))),
          entry("Sub", Rule.one(n -> two(n, SUB))),
          entry("Mul", Rule.one(n -> two(n, MUL))),
          entry("Div", Rule.one(Arithmetic::div)),
          entry("Mod", Rule.one(Arithmetic::mod)),
          entry("Pow", Rule.one(Arithmetic::pow)),
          entry("Max", Rule.one(n -> several(n, MAX))),
          entry("Min", Rule.one(n -> several(n, MIN))),
          entry("Sum", Rule.one(n -> several(n, ADD))),
          entry("Mean", Rule.one(Arithmetic::mean)),
          entry("Neg", Rule.one(Arithmetic::neg)),
          entry("Abs", Rule.one(Arithmetic::abs)),
          entry("Sign", Rule.one(Arithmetic::sign)),
          entry("Clip", Rule.one(Arithmetic::clip)));

  private Arithmetic() {}

  private static Operand two(Invocation node, Two function) {
    return two(node, function, node.in(0), node.in(1));
  }

  private static Operand several(Invocation node, Two function) {
    var result = node.in(0);
    for (int i = 1; i < node.inputs(); i++) {
      result = two(node, function, result, node.in(i));
    }
    return result;
  }

  private static Operand two(Invocation node, Two function, Operand a, Operand b) {
    requireOneType(node, a, b);
    if (a instanceof Known x && b instanceof Known y) {
      return known(node, a.type(), x.tensor(), y.tensor(), function.fractions, function.whole);
    }
    var value = function.computed.apply(node.value(a), node.value(b));
    return a.type().isFloating()
        ? new Computed(value, a.type())
        : whole(node, function, a, b, value);
  }

  static void requireOneType(Invocation node, Operand a, Operand b) {
    if (a.type() != b.type()) {
      throw new Refusal(
          Reason.DAMAGED, "takes numbers of types %s and %s".formatted(a.type(), b.type()));
    }
    if (a.type() == ElementType.BOOL) {
      throw node.variant("computes with truth values");
    }
  }

  /** The result for known numbers, whose types may differ. */
  static Known known(
      Invocation node,
      ElementType type,
      HostTensor a,
      HostTensor b,
      DoubleBinaryOperator fractions,
      LongBinaryOperator whole) {
    int[] left = a.dims();
    int[] right = b.dims();
    int[] dims = Strides.together(left, right);
    return type.isFloating()
        ? node.fractions(
            type,
            dims,
            i ->
                fractions.applyAsDouble(
                    a.number(Strides.source(i, dims, left)),
                    b.number(Strides.source(i, dims, right))))
        : node.integers(
            type,
            dims,
            i ->
                whole.applyAsLong(
                    a.integer(Strides.source(i, dims, left)),
                    b.integer(Strides.source(i, dims, right))));
  }

  /** The bounds of a monotonous function are among its values at the bounds. */
  private static Computed whole(Invocation node, Two function, Operand a, Operand b, Value value) {
    long[] left = node.bounds(a);
    long[] right = node.bounds(b);
    if (!function.equals(MAX) && !function.equals(MIN)) {
      Bounds.requireExact(a.type(), left);
      Bounds.requireExact(b.type(), right);
    }
    long low = Long.MAX_VALUE;
    long high = Long.MIN_VALUE;
    for (long x : left) {
      for (long y : right) {
        long result = function.whole.applyAsLong(x, y);
        low = Math.min(low, result);
        high = Math.max(high, result);
      }
    }
    return function.equals(MAX) || function.equals(MIN)
        ? new Computed(value, a.type(), low, high)
        : Computed.whole(value, a.type(), low, high);
  }

  private static Operand div(Invocation node) {
    var type = node.in(0).type();
    requireOneType(node, node.in(0), node.in(1));
    if (node.folds()) {
      return known(node, type, node.known(0), node.known(1), (a, b) -> a / b, Arithmetic::quotient);
    }
    if (type.isFloating()) {
      return new Computed(F.div(node.value(0), node.value(1)), type);
    }
    long[] a = node.bounds(0);
    long[] b = node.bounds(1);
    Bounds.requireExact(type, a);
    if (b[0] < 1 || b[1] > Computed.EXACT) {
      throw new Refusal(
          Reason.EXACTNESS, "divides whole numbers by some that are not known to be above 0");
    }
    // (a − a mod b) / b is exact: a quotient alone could be rounded up to the next whole number.
    var x = node.value(0);
    var y = node.value(1);
    var size = F.abs(x);
    var quotient = F.div(F.sub(size, F.remainder(size, y)), y);
    var signed = a[0] >= 0 ? quotient : F.mul(quotient, F.sign(x));
    return new Computed(signed, type, Math.min(0, a[0]), Math.max(0, a[1]));
  }

  private static long quotient(long a, long b) {
    if (b == 0) {
      throw new Refusal(Reason.SHAPE, "divides a whole number by 0");
    }
    return a / b;
  }

  private static Operand mod(Invocation node) {
    var type = node.in(0).type();
    boolean asC = node.flag("fmod");
    requireOneType(node, node.in(0), node.in(1));
    if (node.folds()) {
      return known(
          node,
          type,
          node.known(0),
          node.known(1),
          (a, b) -> asC ? a % b : a - b * Math.floor(a / b),
          (a, b) -> asC ? a - b * quotient(a, b) : Math.floorMod(a, requireNotZero(b)));
    }
    if (type.isInteger()) {
      long[] b = node.bounds(1);
      Bounds.requireExact(type, node.bounds(0));
      Bounds.requireExact(type, b);
      if (asC) {
        return new Computed(asC(node), type, -Computed.EXACT, Computed.EXACT);
      }
      return new Computed(
          F.remainder(node.value(0), node.value(1)), type, Math.min(0, b[0]), Math.max(0, b[1]));
    }
    return new Computed(asC ? asC(node) : floored(node.value(0), node.value(1)), type);
  }

  /** The remainder with the sign of the second, which may be infinite. */
  private static Value floored(Value a, Value b) {
    var whole = F.where(F.lt(F.mul(F.sign(a), F.sign(b)), 0), b, a);
    var infinite = F.mul(F.gt(F.abs(b), Float.MAX_VALUE), F.le(F.abs(a), Float.MAX_VALUE));
    return F.where(infinite, whole, F.remainder(a, b));
  }

  /** The remainder with the sign of the first. */
  private static Value asC(Invocation node) {
    var a = node.value(0);
    return F.mul(F.sign(a), F.remainder(F.abs(a), F.abs(node.value(1))));
  }

  private static long requireNotZero(long divisor) {
    if (divisor == 0) {
      throw new Refusal(Reason.SHAPE, "divides a whole number by 0");
    }
    return divisor;
  }

  private static Operand pow(Invocation node) {
    var type = node.in(0).type();
    if (node.folds()) {
      var exponent = node.known(1);
      return type.isFloating()
          ? known(node, type, node.known(0), exponent, Math::pow, (a, b) -> a)
          : known(
              node,
              type,
              node.known(0),
              exponent.cast(ElementType.INT64),
              Math::pow,
              (a, b) -> (long) Math.pow((double) a, (double) b));
    }
    if (type.isInteger()) {
      throw new Refusal(Reason.EXACTNESS, "computes powers of whole numbers");
    }
    return new Computed(F.pow(node.value(0), node.value(1)), type);
  }

  private static Operand mean(Invocation node) {
    var sum = several(node, ADD);
    return new Computed(F.div(node.value(sum), node.inputs()), sum.type());
  }

  private static Operand neg(Invocation node) {
    var type = node.in(0).type();
    if (node.folds()) {
      var x = node.known(0);
      return type.isFloating()
          ? node.fractions(type, x.dims(), i -> -x.number(i))
          : node.integers(type, x.dims(), i -> -x.integer(i));
    }
    var value = F.neg(node.value(0));
    if (type.isFloating()) {
      return new Computed(value, type);
    }
    long[] bounds = node.bounds(0);
    Bounds.requireExact(type, bounds);
    return Computed.whole(value, type, -bounds[1], -bounds[0]);
  }

  private static Operand abs(Invocation node) {
    var type = node.in(0).type();
    if (node.folds()) {
      var x = node.known(0);
      return type.isFloating()
          ? node.fractions(type, x.dims(), i -> Math.abs(x.number(i)))
          : node.integers(type, x.dims(), i -> Math.abs(x.integer(i)));
    }
    var value = F.abs(node.value(0));
    if (type.isFloating()) {
      return new Computed(value, type);
    }
    long[] bounds = node.bounds(0);
    Bounds.requireExact(type, bounds);
    return Computed.whole(value, type, 0, Math.max(Math.abs(bounds[0]), Math.abs(bounds[1])));
  }

  private static Operand sign(Invocation node) {
    var type = node.in(0).type();
    if (node.folds()) {
      var x = node.known(0);
      return type.isFloating()
          ? node.fractions(type, x.dims(), i -> Math.signum(x.number(i)))
          : node.integers(type, x.dims(), i -> Long.signum(x.integer(i)));
    }
    return new Computed(F.sign(node.value(0)), type, -1, 1);
  }

  private static Operand clip(Invocation node) {
    var type = node.in(0).type();
    var result = node.in(0);
    if (node.opset() < 11) {
      float low = node.number("min", -Float.MAX_VALUE);
      float high = node.number("max", Float.MAX_VALUE);
      return Functions.fraction(node, F.clamp(node.value(0), low, high));
    }
    if (node.has(1)) {
      result = two(node, MAX, result, node.in(1));
    }
    if (node.has(2)) {
      result = two(node, MIN, result, node.in(2));
    }
    return result == node.in(0) && result instanceof Computed x
        ? new Computed(x.value(), type, x.low(), x.high())
        : result;
  }
}
