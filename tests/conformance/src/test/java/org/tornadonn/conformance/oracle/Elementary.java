package org.tornadonn.conformance.oracle;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.util.FastMath;
import org.tornadonn.op.activation.ELU;
import org.tornadonn.op.activation.Hardswish;
import org.tornadonn.op.activation.Hardtanh;
import org.tornadonn.op.activation.Softplus;
import org.tornadonn.op.elementwise.Abs;
import org.tornadonn.op.elementwise.Acos;
import org.tornadonn.op.elementwise.Acosh;
import org.tornadonn.op.elementwise.Add;
import org.tornadonn.op.elementwise.Asin;
import org.tornadonn.op.elementwise.Asinh;
import org.tornadonn.op.elementwise.Atan;
import org.tornadonn.op.elementwise.Atan2;
import org.tornadonn.op.elementwise.Atanh;
import org.tornadonn.op.elementwise.Binary;
import org.tornadonn.op.elementwise.Ceil;
import org.tornadonn.op.elementwise.Clamp;
import org.tornadonn.op.elementwise.Copysign;
import org.tornadonn.op.elementwise.Cos;
import org.tornadonn.op.elementwise.Cosh;
import org.tornadonn.op.elementwise.Div;
import org.tornadonn.op.elementwise.Eq;
import org.tornadonn.op.elementwise.Erf;
import org.tornadonn.op.elementwise.Erfc;
import org.tornadonn.op.elementwise.Exp;
import org.tornadonn.op.elementwise.Exp2;
import org.tornadonn.op.elementwise.Expm1;
import org.tornadonn.op.elementwise.Floor;
import org.tornadonn.op.elementwise.Ge;
import org.tornadonn.op.elementwise.Gt;
import org.tornadonn.op.elementwise.Hypot;
import org.tornadonn.op.elementwise.IsNaN;
import org.tornadonn.op.elementwise.Le;
import org.tornadonn.op.elementwise.Log;
import org.tornadonn.op.elementwise.Log1p;
import org.tornadonn.op.elementwise.Lt;
import org.tornadonn.op.elementwise.Maximum;
import org.tornadonn.op.elementwise.Minimum;
import org.tornadonn.op.elementwise.Mul;
import org.tornadonn.op.elementwise.Ne;
import org.tornadonn.op.elementwise.Neg;
import org.tornadonn.op.elementwise.Pow;
import org.tornadonn.op.elementwise.Reciprocal;
import org.tornadonn.op.elementwise.Remainder;
import org.tornadonn.op.elementwise.Round;
import org.tornadonn.op.elementwise.Rsqrt;
import org.tornadonn.op.elementwise.Sign;
import org.tornadonn.op.elementwise.Sin;
import org.tornadonn.op.elementwise.Sinh;
import org.tornadonn.op.elementwise.Sqrt;
import org.tornadonn.op.elementwise.Sub;
import org.tornadonn.op.elementwise.Tan;
import org.tornadonn.op.elementwise.Where;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/**
 * A line of the table of elementwise functions: what one number of the result is, and how it
 * changes with each operand. At kinks, poles and numbers that are none, it is as in PyTorch.
 *
 * @param slopes the derivative by each operand; empty if nothing passes back
 * @param low the least of the random operands
 * @param high the largest of them
 */
public record Elementary(
    Operation operation, Function function, List<Function> slopes, double low, double high) {

  /** A function of as many numbers as there are operands. */
  interface Function {
    double of(double... in);
  }

  private static final List<Elementary> TABLE =
      List.of(
          one(new Neg(), x -> -x, _ -> -1, -3, 3),
          one(new Abs(), Math::abs, Elementary::sign, -3, 3),
          flat(new Sign(), Elementary::sign, -3, 3),
          one(new Exp(), Math::exp, Math::exp, -4, 4),
          one(new Expm1(), Math::expm1, Math::exp, -2, 2),
          one(new Log(), Math::log, x -> 1 / x, 0.1, 5),
          one(new Log1p(), Math::log1p, x -> 1 / (1 + x), -0.8, 4),
          one(new Sqrt(), Math::sqrt, x -> 0.5 / Math.sqrt(x), 0.1, 5),
          one(
              new Rsqrt(),
              x -> 1 / Math.sqrt(x),
              x -> -0.5 * Math.pow(1 / Math.sqrt(x), 3),
              0.1,
              5),
          one(new Reciprocal(), x -> 1 / x, x -> -1 / (x * x), 0.2, 3),
          one(
              new Erf(),
              org.apache.commons.math3.special.Erf::erf,
              x -> 2 / Math.sqrt(Math.PI) * Math.exp(-x * x),
              -2.5,
              2.5),
          one(
              new Erfc(),
              org.apache.commons.math3.special.Erf::erfc,
              x -> -2 / Math.sqrt(Math.PI) * Math.exp(-x * x),
              -2.5,
              2.5),
          one(new Exp2(), x -> Math.pow(2, x), x -> Math.pow(2, x) * Math.log(2), -4, 4),
          one(new Sin(), Math::sin, Math::cos, -7, 7),
          one(new Cos(), Math::cos, x -> -Math.sin(x), -7, 7),
          one(new Tan(), Math::tan, x -> 1 + Math.pow(Math.tan(x), 2), -1.3, 1.3),
          one(new Asin(), Math::asin, x -> 1 / Math.sqrt(1 - x * x), -0.9, 0.9),
          one(new Acos(), Math::acos, x -> -1 / Math.sqrt(1 - x * x), -0.9, 0.9),
          one(new Atan(), Math::atan, x -> 1 / (1 + x * x), -4, 4),
          one(new Sinh(), Math::sinh, Math::cosh, -3, 3),
          one(new Cosh(), Math::cosh, Math::sinh, -3, 3),
          one(new Asinh(), FastMath::asinh, x -> 1 / Math.sqrt(x * x + 1), -5, 5),
          one(
              new Acosh(),
              x -> x < 1 ? Double.NaN : FastMath.acosh(x),
              x -> 1 / Math.sqrt(x * x - 1),
              1.2,
              6),
          one(new Atanh(), FastMath::atanh, x -> 1 / (1 - x * x), -0.9, 0.9),
          flat(new Floor(), Math::floor, -4, 4),
          flat(new Ceil(), Math::ceil, -4, 4),
          flat(new Round(), Math::rint, -4, 4),
          flat(new IsNaN(), x -> Double.isNaN(x) ? 1 : 0, -1, 1),
          clamp(new Clamp(-0.75f, 1.5f)),
          hardtanh(new Hardtanh(-0.75f, 1.5f)),
          one(
              new Hardswish(),
              x -> x * Math.min(Math.max(x + 3, 0), 6) / 6,
              x -> x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5,
              -5,
              5),
          elu(new ELU(0.75f, 1.25f, 0.5f)),
          softplus(new Softplus(2, 5)),
          two(new Add(), Double::sum, (_, _) -> 1, (_, _) -> 1, -3, 3),
          two(new Sub(), (a, b) -> a - b, (_, _) -> 1, (_, _) -> -1, -3, 3),
          two(new Mul(), (a, b) -> a * b, (_, b) -> b, (a, _) -> a, -3, 3),
          two(new Div(), (a, b) -> a / b, (_, b) -> 1 / b, (a, b) -> -(a / b / b), 0.3, 3),
          two(new Pow(), Elementary::pow, Elementary::powByBase, Elementary::powByExponent, 0.3, 2),
          two(
              new Maximum(),
              Math::max,
              (a, b) -> a < b ? 0 : a == b ? 0.5 : 1,
              (a, b) -> a > b ? 0 : a == b ? 0.5 : 1,
              -3,
              3),
          two(
              new Minimum(),
              Math::min,
              (a, b) -> a > b ? 0 : a == b ? 0.5 : 1,
              (a, b) -> a < b ? 0 : a == b ? 0.5 : 1,
              -3,
              3),
          two(
              new Atan2(),
              Math::atan2,
              (a, b) -> a == 0 && b == 0 ? 0 : b / (a * a + b * b),
              (a, b) -> a == 0 && b == 0 ? 0 : -a / (a * a + b * b),
              -3,
              3),
          two(
              new Hypot(),
              Math::hypot,
              (a, b) -> a / Math.hypot(a, b),
              (a, b) -> b / Math.hypot(a, b),
              -3,
              3),
          two(
              new Copysign(),
              Math::copySign,
              (a, b) -> a == 0 ? 0 : Math.copySign(a, b) / a,
              (_, _) -> 0,
              -3,
              3),
          two(
              new Remainder(),
              Elementary::remainder,
              (_, _) -> 1,
              (a, b) -> -(b == 0 ? a / b : Math.rint((a - remainder(a, b)) / b)),
              0.3,
              3),
          flat(new Eq(), (a, b) -> a == b ? 1 : 0),
          flat(new Ne(), (a, b) -> a != b ? 1 : 0),
          flat(new Gt(), (a, b) -> a > b ? 1 : 0),
          flat(new Ge(), (a, b) -> a >= b ? 1 : 0),
          flat(new Lt(), (a, b) -> a < b ? 1 : 0),
          flat(new Le(), (a, b) -> a <= b ? 1 : 0),
          new Elementary(
              new Where(),
              in -> in[0] != 0 ? in[1] : in[2],
              List.of(_ -> 0, in -> in[0] != 0 ? 1 : 0, in -> in[0] != 0 ? 0 : 1),
              -3,
              3));

  /** The whole table. */
  public static List<Elementary> table() {
    return TABLE;
  }

  /** The line of an operation, which may have other numbers than that of the table. */
  public static Elementary of(Operation operation) {
    return switch (operation) {
      case Clamp clamp -> clamp(clamp);
      case Hardtanh hardtanh -> hardtanh(hardtanh);
      case ELU elu -> elu(elu);
      case Softplus softplus -> softplus(softplus);
      default ->
          TABLE.stream()
              .filter(line -> line.operation().equals(operation))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "Operation %s has no float64 definition: write one and add it to Definitions, or a line to Elementary."
                              .formatted(operation)));
    };
  }

  private static Elementary clamp(Clamp clamp) {
    double low = clamp.low();
    double high = clamp.high();
    return one(
        clamp, x -> x < low ? low : x > high ? high : x, x -> x >= low && x <= high ? 1 : 0, -3, 3);
  }

  private static Elementary hardtanh(Hardtanh tanh) {
    double low = tanh.low();
    double high = tanh.high();
    return one(
        tanh, x -> x < low ? low : x > high ? high : x, x -> x > low && x < high ? 1 : 0, -3, 3);
  }

  private static Elementary elu(ELU elu) {
    double a = elu.alpha();
    double scale = elu.scale();
    double k = elu.inputScale();
    return one(
        elu,
        x -> scale * (x > 0 ? x : a * Math.expm1(k * x)),
        x -> scale * (x > 0 ? 1 : a * k * Math.exp(k * x)),
        -4,
        4);
  }

  private static Elementary softplus(Softplus plus) {
    double beta = plus.beta();
    double threshold = plus.threshold();
    return one(
        plus,
        x -> beta * x > threshold ? x : Math.log1p(Math.exp(beta * x)) / beta,
        x -> beta * x > threshold ? 1 : 1 / (1 + Math.exp(-beta * x)),
        -3,
        3);
  }

  /** The function on operands of these shapes, which stretch each other. */
  public Definition on(List<Shape> shapes) {
    return new ElementaryDefinition(this, shapes);
  }

  private static Elementary one(
      Operation operation,
      DoubleUnaryOperator y,
      DoubleUnaryOperator slope,
      double low,
      double high) {
    return new Elementary(
        operation,
        in -> y.applyAsDouble(in[0]),
        List.of(in -> slope.applyAsDouble(in[0])),
        low,
        high);
  }

  private static Elementary two(
      Operation operation,
      DoubleBinaryOperator y,
      DoubleBinaryOperator slopeA,
      DoubleBinaryOperator slopeB,
      double low,
      double high) {
    return new Elementary(
        operation,
        in -> y.applyAsDouble(in[0], in[1]),
        List.of(in -> slopeA.applyAsDouble(in[0], in[1]), in -> slopeB.applyAsDouble(in[0], in[1])),
        low,
        high);
  }

  private static Elementary flat(
      Operation operation, DoubleUnaryOperator y, double low, double high) {
    return new Elementary(operation, in -> y.applyAsDouble(in[0]), List.of(), low, high);
  }

  private static Elementary flat(Operation operation, DoubleBinaryOperator y) {
    return new Elementary(operation, in -> y.applyAsDouble(in[0], in[1]), List.of(), -1, 1);
  }

  private static double sign(double x) {
    return x > 0 ? 1 : x < 0 ? -1 : 0;
  }

  /** C's, in which 1 to any power, and −1 to an infinite one, are 1. */
  private static double pow(double a, double b) {
    return a == 1 || (a == -1 && Double.isInfinite(b)) ? 1 : Math.pow(a, b);
  }

  private static double powByBase(double a, double b) {
    return b == 0 ? 0 : b * pow(a, b - 1);
  }

  private static double powByExponent(double a, double b) {
    return a == 0 && b >= 0 ? 0 : pow(a, b) * Math.log(a);
  }

  /** What is left of a, with the sign of b. */
  private static double remainder(double a, double b) {
    double left = a % b;
    return left != 0 && (left < 0) != (b < 0) ? left + b : left;
  }

  /** How many operands it has. */
  public int operands() {
    return switch (operation) {
      case Where _ -> 3;
      case Binary _ -> 2;
      default -> 1;
    };
  }

  /** Whether it may take any numbers: nowhere between −20 and 20 is it steep. */
  public boolean isGentle() {
    for (double a = -20.125; a < 20; a += 0.75) {
      for (double b = -20.25; b < 20; b += 0.75) {
        for (var slope : slopes) {
          if (!(Math.abs(slope.of(a, b, b)) <= 2)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Whether no gradient passes back. */
  public boolean isFlat() {
    return slopes.isEmpty();
  }

  @Override
  public String toString() {
    return operation.name();
  }
}
