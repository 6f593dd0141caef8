package org.tornadonn.exec.jvm.expression;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
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
import org.tornadonn.op.elementwise.Sinh;
import org.tornadonn.op.elementwise.Sqrt;
import org.tornadonn.op.elementwise.Sub;
import org.tornadonn.op.elementwise.Unary;

/** What functions of numbers are as expressions. */
final class Formulas {

  private Formulas() {}

  /** A function of one number, or null if it is no expression. */
  static @Nullable UnaryOperator<Term> of(Unary function) {
    return switch (function) {
      case Neg f -> Term::neg;
      case Abs f -> Term::abs;
      case Sqrt f -> Term::sqrt;
      case Rsqrt f -> x -> x.sqrt().reciprocal();
      case Reciprocal f -> Term::reciprocal;
      case Exp f -> Exponential::exp;
      case Exp2 f -> Exponential::exp2;
      case Expm1 f -> Exponential::expm1;
      case Sinh f -> Exponential::sinh;
      case Cosh f -> Exponential::cosh;
      case Log f -> Logarithm::log;
      case Log1p f -> Logarithm::log1p;
      case Asinh f -> Logarithm::asinh;
      case Acosh f -> Logarithm::acosh;
      case Atanh f -> Logarithm::atanh;
      case Erf f -> ErrorFunctions::erf;
      case Erfc f -> ErrorFunctions::complement;
      case Asin f -> Angles::asin;
      case Acos f -> Angles::acos;
      case Atan f -> Angles::atan;
      case Sign f -> x -> x.gt(0).number().sub(x.lt(0).number());
      case IsNaN f -> x -> x.isNaN().number();
      case Floor f -> Rounded::floor;
      case Ceil f -> Rounded::ceil;
      case Round f -> Rounded::nearest;
      case Clamp f -> x -> between(x, f.low(), f.high());
      case Hardtanh f -> x -> between(x, f.low(), f.high());
      case Hardswish f -> x -> x.mul(between(x.add(3), 0, 6).div(6));
      case ELU f ->
          x ->
              Exponential.expm1(x.mul(f.inputScale()))
                  .mul(f.scale() * f.alpha())
                  .blend(x.mul(f.scale()), x.gt(0));
      case Softplus f -> x -> softplus(x, f.beta(), f.threshold());
      default -> null;
    };
  }

  /** A function of two numbers, or null if it is no expression. */
  static @Nullable BinaryOperator<Term> of(Binary function) {
    return switch (function) {
      case Add f -> Term::add;
      case Sub f -> Term::sub;
      case Mul f -> Term::mul;
      case Div f -> Term::div;
      case Pow f -> Power::pow;
      case Remainder f -> Rounded::remainder;
      case Atan2 f -> Angles::atan2;
      case Hypot f -> Formulas::hypot;
      case Copysign f -> (a, b) -> a.signed(b).blend(a.abs(), b.isNaN());
      case Maximum f -> (a, b) -> b.blend(a, a.gt(b).or(a.isNaN()));
      case Minimum f -> (a, b) -> b.blend(a, a.lt(b).or(a.isNaN()));
      case Eq f -> (a, b) -> a.eq(b).number();
      case Ne f -> (a, b) -> a.ne(b).number();
      case Gt f -> (a, b) -> a.gt(b).number();
      case Ge f -> (a, b) -> a.ge(b).number();
      case Lt f -> (a, b) -> a.lt(b).number();
      case Le f -> (a, b) -> a.le(b).number();
      default -> null;
    };
  }

  /** NaN is neither below nor above. */
  static Term between(Term x, float low, float high) {
    var y = x.blend(low, x.lt(low));
    return y.blend(high, y.gt(high));
  }

  /** Scaled by the larger one, whose square may be too large for a number. */
  private static Term hypot(Term a, Term b) {
    var isBelow = a.abs().lt(b.abs());
    var large = a.abs().blend(b.abs(), isBelow);
    var t = b.abs().blend(a.abs(), isBelow).div(large);
    var y = t.fma(t, 1).sqrt().mul(large).blend(0, a.eq(0).and(b.eq(0)));
    float infinity = Float.POSITIVE_INFINITY;
    return y.blend(infinity, a.abs().eq(infinity).or(b.abs().eq(infinity)));
  }

  private static Term softplus(Term x, float beta, float threshold) {
    var scaled = x.mul(beta);
    return Logarithm.log1p(Exponential.exp(scaled)).div(beta).blend(x, scaled.gt(threshold));
  }
}
