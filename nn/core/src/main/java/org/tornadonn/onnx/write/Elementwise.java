package org.tornadonn.onnx.write;

import java.util.Map;
import java.util.Set;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.op.elementwise.Atan2;
import org.tornadonn.op.elementwise.Binary;
import org.tornadonn.op.elementwise.Clamp;
import org.tornadonn.op.elementwise.Eq;
import org.tornadonn.op.elementwise.Expm1;
import org.tornadonn.op.elementwise.Ge;
import org.tornadonn.op.elementwise.Gt;
import org.tornadonn.op.elementwise.IsNaN;
import org.tornadonn.op.elementwise.Le;
import org.tornadonn.op.elementwise.Lt;
import org.tornadonn.op.elementwise.Maximum;
import org.tornadonn.op.elementwise.Minimum;
import org.tornadonn.op.elementwise.Ne;
import org.tornadonn.op.elementwise.Remainder;
import org.tornadonn.op.elementwise.Unary;
import org.tornadonn.op.elementwise.Where;
import org.tornadonn.plan.Operation;

/** Functions of elements. */
final class Elementwise {

  /** What ONNX has under the name and the rules of an operation here. */
  private static final Set<String> SAME =
      Set.of(
          "Abs",
          "Acos",
          "Acosh",
          "Add",
          "Asin",
          "Asinh",
          "Atan",
          "Atanh",
          "Ceil",
          "Cos",
          "Cosh",
          "Div",
          "Erf",
          "Exp",
          "Floor",
          "Log",
          "Mul",
          "Neg",
          "Pow",
          "Reciprocal",
          "Round",
          "Sign",
          "Sin",
          "Sinh",
          "Sqrt",
          "Sub",
          "Tan");

  /** What gives truth in ONNX, and 1 or 0 here. */
  private static final Map<Class<? extends Operation>, String> TRUTHS =
      Map.of(
          Eq.class, "Equal",
          Gt.class, "Greater",
          Ge.class, "GreaterOrEqual",
          Lt.class, "Less",
          Le.class, "LessOrEqual",
          IsNaN.class, "IsNaN");

  private Elementwise() {}

  static boolean write(Step step) {
    if (isSame(step.operation())) {
      step.op(step.operation().getClass().getSimpleName(), step.in()).gives();
      return true;
    }
    var truth = TRUTHS.get(step.operation().getClass());
    if (truth != null) {
      step.gives(step.op(truth, step.in()).value(), ElementType.BOOL);
      return true;
    }
    switch (step.operation()) {
      case Ne _ ->
          step.gives(step.op("Not", step.op("Equal", step.in()).value()).value(), ElementType.BOOL);
      case Where _ -> step.op("Where", step.truth(0), step.in(1), step.in(2)).gives();
      case Clamp x -> clip(step, x.low(), x.high());
      case Maximum _ -> step.op("Max", step.in()).gives();
      case Minimum _ -> step.op("Min", step.in()).gives();
      case Expm1 _ -> expm1(step, step.in(0)).gives();
      case Remainder _ -> remainder(step);
      case Atan2 _ -> atan2(step);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(Operation operation) {
    return SAME.contains(operation.getClass().getSimpleName())
        && (operation instanceof Unary
            || operation instanceof Binary
            || operation instanceof org.tornadonn.op.arithmetic.Add);
  }

  static void clip(Step step, float low, float high) {
    step.op("Clip", step.in(0), step.number(low), step.number(high)).gives();
  }

  /** {@code tanh(x/2) · (eˣ + 1)}, which has all digits near 0. */
  static Step.Op expm1(Step step, String x) {
    var half = step.op("Tanh", step.op("Mul", x, step.number(0.5f)).value()).value();
    var more = step.op("Add", step.op("Exp", x).value(), step.number(1)).value();
    return step.op("Mul", half, more);
  }

  /** What is left has the sign of a in ONNX, and is to have that of b. */
  private static void remainder(Step step) {
    var b = step.in(1);
    var zero = step.number(0);
    var left = step.op("Mod", step.in(0), b).with("fmod", 1).value();
    var other =
        step.op("Xor", step.op("Less", left, zero).value(), step.op("Less", b, zero).value())
            .value();
    var some = step.op("Not", step.op("Equal", left, zero).value()).value();
    var moved = step.op("And", other, some).value();
    step.op("Where", moved, step.op("Add", left, b).value(), left).gives();
  }

  /** Whether a number has a minus before it, −0 too. */
  private static String negative(Step step, String x) {
    var below = step.op("Less", x, step.number(0)).value();
    var inverse = step.op("Less", step.op("Reciprocal", x).value(), step.number(0)).value();
    return step.op("Or", below, inverse).value();
  }

  /** By the arc tangent of a / b, or of b / a where that is smaller: {@code ±π/2 − atan(b/a)}. */
  private static void atan2(Step step) {
    var a = step.in(0);
    var b = step.in(1);
    var zero = step.number(0);
    var quarter = step.number((float) (Math.PI / 2));
    var half = step.number((float) Math.PI);
    var up = negative(step, a);
    var back = negative(step, b);
    var steep = step.op("Greater", step.op("Abs", a).value(), step.op("Abs", b).value()).value();
    var one = step.number(1);
    var flatBelow = step.op("Where", step.op("Equal", b, zero).value(), one, b).value();
    var flat = step.op("Atan", step.op("Div", a, flatBelow).value()).value();
    var turn = step.op("Where", up, step.op("Neg", half).value(), half).value();
    var flatTurned = step.op("Add", flat, step.op("Where", back, turn, zero).value()).value();
    var steepBelow = step.op("Where", step.op("Equal", a, zero).value(), one, a).value();
    var rest = step.op("Atan", step.op("Div", b, steepBelow).value()).value();
    var side = step.op("Where", up, step.op("Neg", quarter).value(), quarter).value();
    var steepTurned = step.op("Sub", side, rest).value();
    step.op("Where", steep, steepTurned, flatTurned).gives();
  }
}
