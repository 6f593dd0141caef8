package org.tornadonn.exec.jvm.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.activation.GELUForward;
import org.tornadonn.op.activation.GELUInputGradient;
import org.tornadonn.op.activation.LeakyReLUForward;
import org.tornadonn.op.activation.LeakyReLUInputGradient;
import org.tornadonn.op.activation.ReLUForward;
import org.tornadonn.op.activation.ReLUInputGradient;
import org.tornadonn.op.activation.SigmoidForward;
import org.tornadonn.op.activation.SigmoidInputGradient;
import org.tornadonn.op.activation.TanhForward;
import org.tornadonn.op.activation.TanhInputGradient;
import org.tornadonn.op.arithmetic.AddForward;
import org.tornadonn.op.elementwise.BinaryKernel;
import org.tornadonn.op.elementwise.Operand;
import org.tornadonn.op.elementwise.UnaryKernel;
import org.tornadonn.op.elementwise.Where;
import org.tornadonn.plan.Copy;
import org.tornadonn.plan.Kernel;

/**
 * A kernel that is an expression: element i of its result is a formula of element i of each
 * operand.
 *
 * @param y where the result goes, from {@code yAt} on
 */
record Elementwise(List<Operand> operands, Formula formula, float[] y, int yAt, int size) {

  /** The result, of a term for each operand. */
  interface Formula {
    Term of(List<Term> operands);
  }

  Elementwise {
    operands = List.copyOf(operands);
  }

  /** A kernel as an expression, or null if it is none. */
  static @Nullable Elementwise of(@Nullable Kernel kernel) {
    return switch (kernel) {
      case UnaryKernel k -> {
        var f = Formulas.of(k.function());
        yield f == null ? null : unary(f, k.x(), k.xAt(), k.y(), k.size());
      }
      case BinaryKernel k -> {
        var f = Formulas.of(k.function());
        yield f == null
            ? null
            : new Elementwise(
                List.of(k.a(), k.b()), v -> f.apply(v.get(0), v.get(1)), k.y(), 0, k.size());
      }
      case Where.Map k ->
          new Elementwise(
              List.of(k.condition(), k.a(), k.b()),
              v -> v.get(1).blend(v.get(2), v.get(0).eq(0)),
              k.y(),
              0,
              k.size());
      case AddForward k ->
          new Elementwise(
              List.of(whole(k.a(), k.aAt(), k.size()), whole(k.b(), k.bAt(), k.size())),
              v -> v.get(0).add(v.get(1)),
              k.y(),
              0,
              k.size());
      case Copy k ->
          adding(
              List.of(whole(k.x(), k.xAt(), k.size())),
              List::getFirst,
              k.y(),
              k.yAt(),
              k.add(),
              k.size());
      case ReLUForward k -> unary(x -> x.blend(0, x.le(0)), k.x(), k.xAt(), k.y(), k.size());
      case ReLUInputGradient k ->
          slope(
              (y, dy) -> dy.blend(0, y.le(0)),
              k.y(),
              0,
              k.dy(),
              k.dx(),
              k.dxAt(),
              k.add(),
              k.size());
      case LeakyReLUForward k ->
          unary(x -> x.mul(k.slope()).blend(x, x.gt(0)), k.x(), k.xAt(), k.y(), k.size());
      case LeakyReLUInputGradient k ->
          slope(
              (x, dy) -> dy.mul(k.slope()).blend(dy, x.gt(0)),
              k.x(),
              k.xAt(),
              k.dy(),
              k.dx(),
              k.dxAt(),
              k.add(),
              k.size());
      case SigmoidForward k -> unary(Exponential::sigmoid, k.x(), k.xAt(), k.y(), k.size());
      case SigmoidInputGradient k ->
          slope(
              (y, dy) -> dy.mul(y).mul(y.neg().add(1)),
              k.y(),
              k.yAt(),
              k.dy(),
              k.dx(),
              k.dxAt(),
              k.add(),
              k.size());
      case TanhForward k -> unary(Exponential::tanh, k.x(), k.xAt(), k.y(), k.size());
      case TanhInputGradient k ->
          slope(
              (y, dy) -> dy.mul(y.mul(y).neg().add(1)),
              k.y(),
              k.yAt(),
              k.dy(),
              k.dx(),
              k.dxAt(),
              k.add(),
              k.size());
      case GELUForward k ->
          unary(
              k.tanh() > 0
                  ? x -> x.mul(ErrorFunctions.approximate(x))
                  : x -> x.mul(ErrorFunctions.cumulative(x)),
              k.x(),
              k.xAt(),
              k.y(),
              k.size());
      case GELUInputGradient k ->
          slope(
              k.tanh() > 0
                  ? (x, dy) -> dy.mul(ErrorFunctions.approximateSlope(x))
                  : (x, dy) -> dy.mul(ErrorFunctions.slope(x)),
              k.x(),
              k.xAt(),
              k.dy(),
              k.dx(),
              k.dxAt(),
              k.add(),
              k.size());
      case null, default -> null;
    };
  }

  /** All elements of the result, as others read them. */
  Operand result() {
    return whole(y, yAt, size);
  }

  private static Elementwise unary(UnaryOperator<Term> f, float[] x, int xAt, float[] y, int size) {
    return new Elementwise(List.of(whole(x, xAt, size)), v -> f.apply(v.getFirst()), y, 0, size);
  }

  /** {@code dx (+)= f(v, dy)}. */
  private static Elementwise slope(
      BinaryOperator<Term> f,
      float[] v,
      int vAt,
      float[] dy,
      float[] dx,
      int dxAt,
      int add,
      int size) {
    return adding(
        List.of(whole(v, vAt, size), whole(dy, 0, size)),
        t -> f.apply(t.get(0), t.get(1)),
        dx,
        dxAt,
        add,
        size);
  }

  private static Elementwise adding(
      List<Operand> operands, Formula formula, float[] y, int yAt, int add, int size) {
    if (add == 0) {
      return new Elementwise(operands, formula, y, yAt, size);
    }
    var all = new ArrayList<>(operands);
    all.add(whole(y, yAt, size));
    return new Elementwise(all, t -> t.getLast().add(formula.of(t)), y, yAt, size);
  }

  private static Operand whole(float[] array, int at, int size) {
    return new Operand(array, at, 1, size);
  }
}
