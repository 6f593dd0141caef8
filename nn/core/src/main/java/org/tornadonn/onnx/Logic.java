package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.Strides;
import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/** Comparisons and truth values. On devices true is 1 and false is 0. */
final class Logic {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("Equal", compare((a, b) -> a == b, (a, b) -> a == b, F::eq)),
          entry("Less", compare((a, b) -> a < b, (a, b) -> a < b, F::lt)),
          entry("LessOrEqual", compare((a, b) -> a <= b, (a, b) -> a <= b, F::le)),
          entry("Greater", compare((a, b) -> a > b, (a, b) -> a > b, F::gt)),
          entry("GreaterOrEqual", compare((a, b) -> a >= b, (a, b) -> a >= b, F::ge)),
          entry("And", truths((a, b) -> a & b, F::mul)),
          entry("Or", truths((a, b) -> a | b, F::maximum)),
          entry("Xor", truths((a, b) -> a ^ b, F::ne)),
          entry("Not", Rule.one(Logic::not)),
          entry("IsNaN", Rule.one(Logic::isNaN)),
          entry("IsInf", Rule.one(Logic::isInf)),
          entry("Where", Rule.one(Logic::where)));

  @FunctionalInterface
  private interface Fractions {

    boolean test(double a, double b);
  }

  @FunctionalInterface
  private interface Whole {

    boolean test(long a, long b);
  }

  private Logic() {}

  private static Rule compare(Fractions fractions, Whole whole, BinaryOperator<Value> computed) {
    return Rule.one(
        node -> {
          if (node.in(0).type() != node.in(1).type()) {
            throw new Refusal(
                Reason.DAMAGED,
                "compares numbers of types %s and %s"
                    .formatted(node.in(0).type(), node.in(1).type()));
          }
          if (!node.folds()) {
            requireComparable(node);
            return new Computed(computed.apply(node.value(0), node.value(1)), ElementType.BOOL);
          }
          HostTensor a = node.known(0);
          HostTensor b = node.known(1);
          int[] left = a.dims();
          int[] right = b.dims();
          int[] dims = Strides.together(left, right);
          return node.integers(
              ElementType.BOOL,
              dims,
              i -> {
                int x = Strides.source(i, dims, left);
                int y = Strides.source(i, dims, right);
                boolean truth =
                    a.type().isFloating()
                        ? fractions.test(a.number(x), b.number(y))
                        : whole.test(a.integer(x), b.integer(y));
                return truth ? 1 : 0;
              });
        });
  }

  /** Whole numbers from fractions may be beyond what is exact, but come as they are. */
  private static void requireComparable(Invocation node) {
    for (int i = 0; i < 2; i++) {
      if (node.in(i).type().isInteger() && node.in(i) instanceof Known) {
        Bounds.requireExact(node.in(i).type(), node.bounds(i));
      }
    }
  }

  private static Rule truths(LongBinaryOperator known, BinaryOperator<Value> computed) {
    return Rule.one(
        node -> {
          requireTruth(node, 0);
          requireTruth(node, 1);
          return node.folds()
              ? Arithmetic.known(
                  node, ElementType.BOOL, node.known(0), node.known(1), (a, b) -> a, known)
              : new Computed(computed.apply(node.value(0), node.value(1)), ElementType.BOOL);
        });
  }

  private static void requireTruth(Invocation node, int i) {
    if (node.in(i).type() != ElementType.BOOL) {
      throw new Refusal(
          Reason.DAMAGED, "takes %s where truth values belong".formatted(node.in(i).type()));
    }
  }

  private static Operand not(Invocation node) {
    requireTruth(node, 0);
    if (node.folds()) {
      var x = node.known(0);
      return node.integers(ElementType.BOOL, x.dims(), i -> 1 - x.integer(i));
    }
    return new Computed(F.sub(1, node.value(0)), ElementType.BOOL);
  }

  private static Operand isNaN(Invocation node) {
    if (node.folds()) {
      var x = node.known(0);
      return node.integers(ElementType.BOOL, x.dims(), i -> Double.isNaN(x.number(i)) ? 1 : 0);
    }
    return new Computed(F.isnan(node.value(0)), ElementType.BOOL);
  }

  private static Operand isInf(Invocation node) {
    boolean below = node.integer("detect_negative", 1) != 0;
    boolean above = node.integer("detect_positive", 1) != 0;
    if (node.folds()) {
      var x = node.known(0);
      return node.integers(
          ElementType.BOOL,
          x.dims(),
          i ->
              (below && x.number(i) == Double.NEGATIVE_INFINITY)
                      || (above && x.number(i) == Double.POSITIVE_INFINITY)
                  ? 1
                  : 0);
    }
    var x = node.value(0);
    var high = F.gt(x, Float.MAX_VALUE);
    var low = F.lt(x, -Float.MAX_VALUE);
    var truth =
        below && above ? F.maximum(high, low) : above ? high : below ? low : F.mul(high, low);
    return new Computed(truth, ElementType.BOOL);
  }

  private static Operand where(Invocation node) {
    requireTruth(node, 0);
    var a = node.in(1);
    var b = node.in(2);
    if (a.type() != b.type()) {
      throw new Refusal(
          Reason.DAMAGED, "takes numbers of types %s and %s".formatted(a.type(), b.type()));
    }
    if (node.folds()) {
      HostTensor condition = node.known(0);
      HostTensor x = node.known(1);
      HostTensor y = node.known(2);
      int[] dims = Strides.together(condition.dims(), Strides.together(x.dims(), y.dims()));
      int[] of = condition.dims();
      int[] left = x.dims();
      int[] right = y.dims();
      if (a.type().isFloating()) {
        return node.fractions(
            a.type(),
            dims,
            i ->
                condition.integer(Strides.source(i, dims, of)) != 0
                    ? x.number(Strides.source(i, dims, left))
                    : y.number(Strides.source(i, dims, right)));
      }
      return node.integers(
          a.type(),
          dims,
          i ->
              condition.integer(Strides.source(i, dims, of)) != 0
                  ? x.integer(Strides.source(i, dims, left))
                  : y.integer(Strides.source(i, dims, right)));
    }
    return chosen(node, node.in(0), a, b);
  }

  /** The elements of one operand where a condition holds, and those of another elsewhere. */
  static Operand chosen(Invocation node, Operand condition, Operand a, Operand b) {
    var value = F.where(node.value(condition), node.value(a), node.value(b));
    if (!a.type().isInteger()) {
      return new Computed(value, a.type());
    }
    long[] left = node.bounds(a);
    long[] right = node.bounds(b);
    return new Computed(value, a.type(), Math.min(left[0], right[0]), Math.max(left[1], right[1]));
  }
}
