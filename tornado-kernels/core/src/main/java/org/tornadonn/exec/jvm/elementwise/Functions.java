package org.tornadonn.exec.jvm.elementwise;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.IS_NAN;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.activation.GELUForward;
import org.tornadonn.op.activation.GELUInputGradient;
import org.tornadonn.op.activation.Hardswish;
import org.tornadonn.op.activation.Hardtanh;
import org.tornadonn.op.activation.LeakyReLUForward;
import org.tornadonn.op.activation.LeakyReLUInputGradient;
import org.tornadonn.op.activation.Softplus;
import org.tornadonn.op.elementwise.Atan2;
import org.tornadonn.op.elementwise.Atanh;
import org.tornadonn.op.elementwise.Binary;
import org.tornadonn.op.elementwise.Ceil;
import org.tornadonn.op.elementwise.Clamp;
import org.tornadonn.op.elementwise.Eq;
import org.tornadonn.op.elementwise.Erf;
import org.tornadonn.op.elementwise.Expm1;
import org.tornadonn.op.elementwise.Floor;
import org.tornadonn.op.elementwise.Ge;
import org.tornadonn.op.elementwise.Gt;
import org.tornadonn.op.elementwise.IsNaN;
import org.tornadonn.op.elementwise.Le;
import org.tornadonn.op.elementwise.Lt;
import org.tornadonn.op.elementwise.Maximum;
import org.tornadonn.op.elementwise.Minimum;
import org.tornadonn.op.elementwise.Ne;
import org.tornadonn.op.elementwise.Reciprocal;
import org.tornadonn.op.elementwise.Round;
import org.tornadonn.op.elementwise.Rsqrt;
import org.tornadonn.op.elementwise.Sign;
import org.tornadonn.op.elementwise.Sinh;
import org.tornadonn.op.elementwise.Unary;

/**
 * Functions of numbers as functions of vectors: what the compiler does not make of a loop over the
 * numbers, because there is a branch in it or a function that it has for one number alone. They are
 * made of what rounds the same in the interpreter and in compiled code. Each is an object of its
 * own class, see {@link OwnCopy}.
 */
public final class Functions {

  /** From here on, every float32 is whole. */
  private static final float WHOLE = 8388608;

  private Functions() {}

  static UnaryLoop.@Nullable Function of(Unary function) {
    return switch (function) {
      case Expm1 f -> x -> VectorExponential.expm1(x);
      case Rsqrt f -> x -> reciprocal(x.sqrt());
      case Reciprocal f -> x -> reciprocal(x);
      case Sinh f -> x -> VectorExponential.sinh(x);
      case Atanh f -> x -> atanh(x);
      case Erf f -> x -> VectorErrorFunction.of(x);
      case Sign f -> x -> truth(x.compare(GT, 0)).sub(truth(x.compare(LT, 0)));
      case IsNaN f -> x -> truth(x.test(IS_NAN));
      case Floor f -> x -> floor(x);
      case Ceil f -> x -> floor(x.neg()).neg();
      case Round f -> x -> nearest(x);
      case Clamp f -> {
        float low = f.low();
        float high = f.high();
        yield x -> between(x, low, high);
      }
      case Hardtanh f -> {
        float low = f.low();
        float high = f.high();
        yield x -> between(x, low, high);
      }
      case Hardswish f -> x -> x.mul(between(x.add(3), 0, 6).div(6));
      case Softplus f -> {
        float beta = f.beta();
        float threshold = f.threshold();
        yield x -> {
          var scaled = x.mul(beta);
          return VectorLogarithm.log1p(VectorExponential.exp(scaled))
              .div(beta)
              .blend(x, scaled.compare(GT, threshold));
        };
      }
      default -> null;
    };
  }

  static BinaryLoop.@Nullable Function of(Binary function) {
    return switch (function) {
      case Atan2 f -> (a, b) -> VectorArcTangent.atan2(a, b);
      case Maximum f -> (a, b) -> b.blend(a, a.compare(GT, b).or(a.test(IS_NAN)));
      case Minimum f -> (a, b) -> b.blend(a, a.compare(LT, b).or(a.test(IS_NAN)));
      case Eq f -> (a, b) -> truth(a.compare(EQ, b));
      case Ne f -> (a, b) -> truth(a.compare(NE, b));
      case Gt f -> (a, b) -> truth(a.compare(GT, b));
      case Ge f -> (a, b) -> truth(a.compare(GE, b));
      case Lt f -> (a, b) -> truth(a.compare(LT, b));
      case Le f -> (a, b) -> truth(a.compare(LE, b));
      default -> null;
    };
  }

  /** A leaky ReLU. */
  public static VectorUnary of(LeakyReLUForward k) {
    float slope = k.slope();
    return VectorUnary.of(
        x -> x.mul(slope).blend(x, x.compare(GT, 0)), k.x(), k.xAt(), k.y(), k.size());
  }

  /** The gradient of a leaky ReLU. */
  public static VectorSlope of(LeakyReLUInputGradient k) {
    float slope = k.slope();
    return VectorSlope.of(
        (x, dy) -> dy.mul(slope).blend(dy, x.compare(GT, 0)),
        k.x(),
        k.xAt(),
        k.dy(),
        k.dx(),
        k.dxAt(),
        k.add(),
        k.size());
  }

  /** A GELU. */
  public static VectorUnary of(GELUForward k) {
    UnaryLoop.Function gelu =
        k.tanh() > 0
            ? x -> x.mul(VectorNormalDistribution.approximate(x))
            : x -> x.mul(VectorNormalDistribution.cumulative(x));
    return VectorUnary.of(gelu, k.x(), k.xAt(), k.y(), k.size());
  }

  /** The gradient of a GELU. */
  public static VectorSlope of(GELUInputGradient k) {
    BinaryLoop.Function slope =
        k.tanh() > 0
            ? (x, dy) -> dy.mul(VectorNormalDistribution.approximateSlope(x))
            : (x, dy) -> dy.mul(VectorNormalDistribution.slope(x));
    return VectorSlope.of(slope, k.x(), k.xAt(), k.dy(), k.dx(), k.dxAt(), k.add(), k.size());
  }

  static FloatVector sigmoid(FloatVector x) {
    return reciprocal(VectorExponential.exp(x.neg()).add(1));
  }

  static FloatVector reciprocal(FloatVector x) {
    return FloatVector.broadcast(SPECIES, 1).div(x);
  }

  private static FloatVector truth(VectorMask<Float> is) {
    return FloatVector.zero(SPECIES).blend(1, is);
  }

  /** NaN is neither below nor above. */
  private static FloatVector between(FloatVector x, float low, float high) {
    var y = x.blend(low, x.compare(LT, low));
    return y.blend(high, y.compare(GT, high));
  }

  /**
   * The nearest whole number, of two the even one: what is left when a large number comes and goes.
   */
  private static FloatVector nearest(FloatVector x) {
    var size = x.abs();
    var whole = size.add(WHOLE).sub(WHOLE);
    whole = whole.blend(whole.neg(), x.compare(LT, 0));
    return x.blend(whole, size.compare(LT, WHOLE));
  }

  private static FloatVector floor(FloatVector x) {
    var near = nearest(x);
    return near.blend(near.sub(1), near.compare(GT, x));
  }

  private static FloatVector atanh(FloatVector x) {
    return VectorLogarithm.log1p(x).sub(VectorLogarithm.log1p(x.neg())).mul(0.5f);
  }
}
