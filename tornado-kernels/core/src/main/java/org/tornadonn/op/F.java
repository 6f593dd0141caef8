package org.tornadonn.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.activation.ELU;
import org.tornadonn.op.activation.GELU;
import org.tornadonn.op.activation.Hardswish;
import org.tornadonn.op.activation.Hardtanh;
import org.tornadonn.op.activation.LeakyReLU;
import org.tornadonn.op.activation.LogSoftmax;
import org.tornadonn.op.activation.LogSumExp;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.activation.Sigmoid;
import org.tornadonn.op.activation.Softmax;
import org.tornadonn.op.activation.Softplus;
import org.tornadonn.op.activation.Tanh;
import org.tornadonn.op.arithmetic.Expand;
import org.tornadonn.op.arithmetic.Reshape;
import org.tornadonn.op.arithmetic.Sum;
import org.tornadonn.op.attention.Attention;
import org.tornadonn.op.convolution.Convolutions;
import org.tornadonn.op.convolution.Window;
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
import org.tornadonn.op.elementwise.Unary;
import org.tornadonn.op.elementwise.Where;
import org.tornadonn.op.indexing.ArgSort;
import org.tornadonn.op.indexing.Gather;
import org.tornadonn.op.indexing.IndexSelect;
import org.tornadonn.op.linear.Einsum;
import org.tornadonn.op.linear.Linear;
import org.tornadonn.op.linear.MatMul;
import org.tornadonn.op.loss.CtcLoss;
import org.tornadonn.op.loss.Reduction;
import org.tornadonn.op.normalization.BatchNorm2dInference;
import org.tornadonn.op.normalization.GroupNorm;
import org.tornadonn.op.normalization.LayerNorm;
import org.tornadonn.op.normalization.LocalResponseNorm;
import org.tornadonn.op.normalization.RMSNorm;
import org.tornadonn.op.pooling.Pools;
import org.tornadonn.op.recurrent.Cell;
import org.tornadonn.op.recurrent.CellWeights;
import org.tornadonn.op.recurrent.Recurrence;
import org.tornadonn.op.reduction.ArgExtreme;
import org.tornadonn.op.reduction.CumSum;
import org.tornadonn.op.reduction.Extreme;
import org.tornadonn.op.reduction.Prod;
import org.tornadonn.op.resize.Interpolation;
import org.tornadonn.op.shape.AxisMap;
import org.tornadonn.op.shape.Cat;
import org.tornadonn.op.shape.Padding;
import org.tornadonn.op.shape.Permute;
import org.tornadonn.op.shape.SparseRows;
import org.tornadonn.op.shape.StridedSlice;
import org.tornadonn.op.shape.Unfold;
import org.tornadonn.op.volume.Volumes;
import org.tornadonn.plan.Functions;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Functions of values with the names that they have in {@code torch} and {@code
 * torch.nn.functional}, for {@code import static}: what a layer of one's own is made of.
 *
 * <pre>{@code
 * public Value forward(Scope scope, Value x) { // SiLU
 *   return mul(x, sigmoid(x));
 * }
 * }</pre>
 *
 * <p>They record operations and run nothing. Shapes are broadcast as in PyTorch: counted from the
 * last axis, sizes are equal or 1. Axes are counted from 0, the batch, or backwards from −1, the
 * last. Truth is 1 or 0, and whole numbers are float32, which has all of them up to 2²⁴. A {@link
 * ShapeException} names the layer, and what was expected.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/torch.html">PyTorch</a>
 */
@Functions
public final class F {

  private F() {}

  // Two values, element by element.

  /** {@return {@code a + b}} */
  public static Value add(Value a, Value b) {
    return Binary.of(new Add(), a, b);
  }

  /** {@return {@code a + b}, for one number b} */
  public static Value add(Value a, float b) {
    return add(a, Binary.number(a, b));
  }

  /** {@return {@code a − b}} */
  public static Value sub(Value a, Value b) {
    return Binary.of(new Sub(), a, b);
  }

  /** {@return {@code a − b}, for one number b} */
  public static Value sub(Value a, float b) {
    return sub(a, Binary.number(a, b));
  }

  /** {@return {@code a − b}, for one number a} */
  public static Value sub(float a, Value b) {
    return sub(Binary.number(b, a), b);
  }

  /** {@return {@code a · b}, element by element} */
  public static Value mul(Value a, Value b) {
    return Binary.of(new Mul(), a, b);
  }

  /** {@return {@code a · b}, element by element, for one number b} */
  public static Value mul(Value a, float b) {
    return mul(a, Binary.number(a, b));
  }

  /** {@return {@code a / b}} */
  public static Value div(Value a, Value b) {
    return Binary.of(new Div(), a, b);
  }

  /** {@return {@code a / b}, for one number b} */
  public static Value div(Value a, float b) {
    return div(a, Binary.number(a, b));
  }

  /** {@return {@code a / b}, for one number a} */
  public static Value div(float a, Value b) {
    return div(Binary.number(b, a), b);
  }

  /** {@return {@code aᵇ}} */
  public static Value pow(Value a, Value b) {
    return Binary.of(new Pow(), a, b);
  }

  /** {@return {@code aᵇ}, for one number b} */
  public static Value pow(Value a, float b) {
    return b == 2 ? square(a) : b == 3 ? mul(square(a), a) : pow(a, Binary.number(a, b));
  }

  /** {@return {@code aᵇ}, for one number a} */
  public static Value pow(float a, Value b) {
    return pow(Binary.number(b, a), b);
  }

  /** {@return the larger of a and b} */
  public static Value maximum(Value a, Value b) {
    return Binary.of(new Maximum(), a, b);
  }

  /** {@return the larger of a and b, for one number b} */
  public static Value maximum(Value a, float b) {
    return maximum(a, Binary.number(a, b));
  }

  /** {@return the smaller of a and b} */
  public static Value minimum(Value a, Value b) {
    return Binary.of(new Minimum(), a, b);
  }

  /** {@return the smaller of a and b, for one number b} */
  public static Value minimum(Value a, float b) {
    return minimum(a, Binary.number(a, b));
  }

  /** {@return the angle of the point (b, a) in radians} */
  public static Value atan2(Value a, Value b) {
    return Binary.of(new Atan2(), a, b);
  }

  /** {@return the angle of the point (b, a) in radians, for one number b} */
  public static Value atan2(Value a, float b) {
    return atan2(a, Binary.number(a, b));
  }

  /** {@return {@code a − b · ⌊a / b⌋}} */
  public static Value remainder(Value a, Value b) {
    return Binary.of(new Remainder(), a, b);
  }

  /** {@return {@code a − b · ⌊a / b⌋}, for one number b} */
  public static Value remainder(Value a, float b) {
    return remainder(a, Binary.number(a, b));
  }

  /** {@return what is left of a / b, with the sign of a, where {@link #remainder} has that of b} */
  public static Value fmod(Value a, Value b) {
    var left = remainder(a, b);
    var finite = where(lt(mul(sign(left), sign(a)), 0), sub(left, b), left);
    return where(mul(isinf(b), isfinite(a)), a, finite);
  }

  /** {@return what is left of a / b, with the sign of a, for one number b} */
  public static Value fmod(Value a, float b) {
    return fmod(a, Binary.number(a, b));
  }

  /** {@return {@code √(a² + b²)}, without overflow of the squares} */
  public static Value hypot(Value a, Value b) {
    return Binary.of(new Hypot(), a, b);
  }

  /** {@return {@code |a|} with the sign of b, that of −0 too} */
  public static Value copysign(Value a, Value b) {
    return Binary.of(new Copysign(), a, b);
  }

  /** {@return {@code |a|} with the sign of one number b} */
  public static Value copysign(Value a, float b) {
    return copysign(a, Binary.number(a, b));
  }

  /** {@return {@code a · ln b}, 0 where a is 0, unless b is NaN} */
  public static Value xlogy(Value a, Value b) {
    var isZero = mul(eq(a, 0), eq(b, b));
    return where(isZero, 0, mul(a, log(where(isZero, 1, b))));
  }

  /** {@return {@code a · ln b} for one number b, 0 where a is 0} */
  public static Value xlogy(Value a, float b) {
    return xlogy(a, Binary.number(a, b));
  }

  /** {@return {@code ln(eᵃ + eᵇ)}, without overflow of the powers} */
  public static Value logaddexp(Value a, Value b) {
    var larger = maximum(a, b);
    var apart = where(eq(a, b), 0, sub(minimum(a, b), larger));
    return add(larger, log1p(exp(apart)));
  }

  /**
   * {@return 0 where a is below 0 or NaN, 1 where it is above, b where it is 0, with its gradient}
   */
  public static Value heaviside(Value a, Value b) {
    return where(eq(a, 0), b, gt(a, 0));
  }

  /** {@return {@code x + value · a · b}} */
  public static Value addcmul(Value x, Value a, Value b, float value) {
    return add(x, mul(mul(a, b), value));
  }

  /** {@return {@code x + value · a / b}} */
  public static Value addcdiv(Value x, Value a, Value b, float value) {
    return add(x, mul(div(a, b), value));
  }

  /** {@return 1 where a equals b, else 0; no gradient} */
  public static Value eq(Value a, Value b) {
    return Binary.of(new Eq(), a, b);
  }

  /** {@return 1 where a equals b, else 0; no gradient, for one number b} */
  public static Value eq(Value a, float b) {
    return eq(a, Binary.number(a, b));
  }

  /** {@return 1 where a differs from b, else 0; no gradient} */
  public static Value ne(Value a, Value b) {
    return Binary.of(new Ne(), a, b);
  }

  /** {@return 1 where a differs from b, else 0; no gradient, for one number b} */
  public static Value ne(Value a, float b) {
    return ne(a, Binary.number(a, b));
  }

  /** {@return 1 where a is above b, else 0; no gradient} */
  public static Value gt(Value a, Value b) {
    return Binary.of(new Gt(), a, b);
  }

  /** {@return 1 where a is above b, else 0; no gradient, for one number b} */
  public static Value gt(Value a, float b) {
    return gt(a, Binary.number(a, b));
  }

  /** {@return 1 where a is at least b, else 0; no gradient} */
  public static Value ge(Value a, Value b) {
    return Binary.of(new Ge(), a, b);
  }

  /** {@return 1 where a is at least b, else 0; no gradient, for one number b} */
  public static Value ge(Value a, float b) {
    return ge(a, Binary.number(a, b));
  }

  /** {@return 1 where a is below b, else 0; no gradient} */
  public static Value lt(Value a, Value b) {
    return Binary.of(new Lt(), a, b);
  }

  /** {@return 1 where a is below b, else 0; no gradient, for one number b} */
  public static Value lt(Value a, float b) {
    return lt(a, Binary.number(a, b));
  }

  /** {@return 1 where a is at most b, else 0; no gradient} */
  public static Value le(Value a, Value b) {
    return Binary.of(new Le(), a, b);
  }

  /** {@return 1 where a is at most b, else 0; no gradient, for one number b} */
  public static Value le(Value a, float b) {
    return le(a, Binary.number(a, b));
  }

  /** {@return a where the condition is not 0, else b} */
  public static Value where(Value condition, Value a, Value b) {
    return Where.of(condition, a, b);
  }

  /** {@return a where the condition is not 0, else one number b} */
  public static Value where(Value condition, Value a, float b) {
    return where(condition, a, Binary.number(a, b));
  }

  /** {@return one number a where the condition is not 0, else b} */
  public static Value where(Value condition, float a, Value b) {
    return where(condition, Binary.number(b, a), b);
  }

  // One value, element by element.

  /** {@return {@code −x}, element by element} */
  public static Value neg(Value x) {
    return Unary.of(new Neg(), x);
  }

  /** {@return {@code |x|}, element by element} */
  public static Value abs(Value x) {
    return Unary.of(new Abs(), x);
  }

  /** {@return −1, 0 or 1 as x is below, at or above 0; no gradient, element by element} */
  public static Value sign(Value x) {
    return Unary.of(new Sign(), x);
  }

  /** {@return {@code eˣ}, element by element} */
  public static Value exp(Value x) {
    return Unary.of(new Exp(), x);
  }

  /** {@return {@code eˣ − 1}, exact near 0, element by element} */
  public static Value expm1(Value x) {
    return Unary.of(new Expm1(), x);
  }

  /** {@return the natural logarithm, element by element} */
  public static Value log(Value x) {
    return Unary.of(new Log(), x);
  }

  /** {@return {@code ln(1 + x)}, exact near 0, element by element} */
  public static Value log1p(Value x) {
    return Unary.of(new Log1p(), x);
  }

  /** {@return the square root, element by element} */
  public static Value sqrt(Value x) {
    return Unary.of(new Sqrt(), x);
  }

  /** {@return {@code 1 / √x}, element by element} */
  public static Value rsqrt(Value x) {
    return Unary.of(new Rsqrt(), x);
  }

  /** {@return {@code 1 / x}, element by element} */
  public static Value reciprocal(Value x) {
    return Unary.of(new Reciprocal(), x);
  }

  /** {@return the error function, element by element} */
  public static Value erf(Value x) {
    return Unary.of(new Erf(), x);
  }

  /** {@return {@code 1 − erf(x)}, exact where that is near 0, element by element} */
  public static Value erfc(Value x) {
    return Unary.of(new Erfc(), x);
  }

  /** {@return {@code 2ˣ}, element by element} */
  public static Value exp2(Value x) {
    return Unary.of(new Exp2(), x);
  }

  /** {@return the sine of radians, element by element} */
  public static Value sin(Value x) {
    return Unary.of(new Sin(), x);
  }

  /** {@return the cosine of radians, element by element} */
  public static Value cos(Value x) {
    return Unary.of(new Cos(), x);
  }

  /** {@return the tangent of radians, element by element} */
  public static Value tan(Value x) {
    return Unary.of(new Tan(), x);
  }

  /** {@return the arc sine, element by element} */
  public static Value asin(Value x) {
    return Unary.of(new Asin(), x);
  }

  /** {@return the arc cosine, element by element} */
  public static Value acos(Value x) {
    return Unary.of(new Acos(), x);
  }

  /** {@return the arc tangent, element by element} */
  public static Value atan(Value x) {
    return Unary.of(new Atan(), x);
  }

  /** {@return the hyperbolic sine, element by element} */
  public static Value sinh(Value x) {
    return Unary.of(new Sinh(), x);
  }

  /** {@return the hyperbolic cosine, element by element} */
  public static Value cosh(Value x) {
    return Unary.of(new Cosh(), x);
  }

  /** {@return the inverse of the hyperbolic sine, element by element} */
  public static Value asinh(Value x) {
    return Unary.of(new Asinh(), x);
  }

  /** {@return the inverse of the hyperbolic cosine, element by element} */
  public static Value acosh(Value x) {
    return Unary.of(new Acosh(), x);
  }

  /** {@return the inverse of the hyperbolic tangent, element by element} */
  public static Value atanh(Value x) {
    return Unary.of(new Atanh(), x);
  }

  /** {@return the largest whole number that is not above x; no gradient, element by element} */
  public static Value floor(Value x) {
    return Unary.of(new Floor(), x);
  }

  /** {@return the smallest whole number that is not below x; no gradient, element by element} */
  public static Value ceil(Value x) {
    return Unary.of(new Ceil(), x);
  }

  /** {@return the nearest whole number, of two the even one; no gradient, element by element} */
  public static Value round(Value x) {
    return Unary.of(new Round(), x);
  }

  /** {@return 1 where x is NaN, else 0; no gradient, element by element} */
  public static Value isnan(Value x) {
    return Unary.of(new IsNaN(), x);
  }

  /** {@return x, but not below low and not above high; the gradient passes between them} */
  public static Value clamp(Value x, float low, float high) {
    return Unary.of(new Clamp(low, high), x);
  }

  /** {@return x², element by element} */
  public static Value square(Value x) {
    return mul(x, x);
  }

  /** {@return the logarithm to base 2, element by element} */
  public static Value log2(Value x) {
    return mul(log(x), (float) (1 / Math.log(2)));
  }

  /** {@return the logarithm to base 10, element by element} */
  public static Value log10(Value x) {
    return mul(log(x), (float) (1 / Math.log(10)));
  }

  /** {@return {@code ln(x / (1 − x))}, the inverse of {@link #sigmoid}, element by element} */
  public static Value logit(Value x) {
    return log(div(x, sub(1, x)));
  }

  /** {@return x without what is behind the point; no gradient, element by element} */
  public static Value trunc(Value x) {
    return mul(sign(x), floor(abs(x)));
  }

  /** {@return what is behind the point of x, with its sign, element by element} */
  public static Value frac(Value x) {
    return sub(x, trunc(x));
  }

  /** {@return 1 where x is infinite, else 0; no gradient, element by element} */
  public static Value isinf(Value x) {
    return eq(abs(x), Float.POSITIVE_INFINITY);
  }

  /** {@return 1 where x is neither infinite nor NaN, else 0; no gradient, element by element} */
  public static Value isfinite(Value x) {
    return lt(abs(x), Float.POSITIVE_INFINITY);
  }

  /** {@return {@code sin(πx) / (πx)}, 1 where x is 0, element by element} */
  public static Value sinc(Value x) {
    var isZero = eq(x, 0);
    var angle = mul(where(isZero, 1, x), (float) Math.PI);
    return where(isZero, 1, div(sin(angle), angle));
  }

  /** {@return degrees of radians, element by element} */
  public static Value rad2deg(Value x) {
    return mul(x, (float) (180 / Math.PI));
  }

  /** {@return radians of degrees, element by element} */
  public static Value deg2rad(Value x) {
    return mul(x, (float) (Math.PI / 180));
  }

  /** {@return x, with 0 for NaN and the largest numbers for infinities, element by element} */
  public static Value nanToNum(Value x) {
    return nanToNum(x, 0, Float.MAX_VALUE, -Float.MAX_VALUE);
  }

  /** {@return x, with one number for NaN, ∞ and −∞ each, element by element} */
  public static Value nanToNum(Value x, float nan, float posinf, float neginf) {
    var below = where(eq(x, Float.NEGATIVE_INFINITY), neginf, x);
    var inside = where(eq(below, Float.POSITIVE_INFINITY), posinf, below);
    return where(isnan(x), nan, inside);
  }

  /** {@return {@code a + weight · (b − a)}, element by element} */
  public static Value lerp(Value a, Value b, Value weight) {
    return add(a, mul(sub(b, a), weight));
  }

  /** {@return {@code a + weight · (b − a)}, from a (weight 0) to b (weight 1)} */
  public static Value lerp(Value a, Value b, float weight) {
    return add(a, mul(sub(b, a), weight));
  }

  /** {@return x, and a number where the mask is not 0} */
  public static Value maskedFill(Value x, Value mask, float number) {
    return where(mask, number, x);
  }

  /** {@return one number in every place of x; no gradient} */
  public static Value fullLike(Value x, float number) {
    return expand(Binary.number(x, number), x.shape());
  }

  /** {@return 1 where x is 0, else 0; no gradient} */
  public static Value logicalNot(Value x) {
    return eq(x, 0);
  }

  /** {@return 1 where neither a nor b is 0, else 0; no gradient} */
  public static Value logicalAnd(Value a, Value b) {
    return mul(ne(a, 0), ne(b, 0));
  }

  /** {@return 1 where a or b is not 0, else 0; no gradient} */
  public static Value logicalOr(Value a, Value b) {
    return maximum(ne(a, 0), ne(b, 0));
  }

  /** {@return 1 where one of a and b is 0 and the other is not, else 0; no gradient} */
  public static Value logicalXor(Value a, Value b) {
    return ne(ne(a, 0), ne(b, 0));
  }

  // Convolutions and pools.

  /**
   * Convolves images with stride 1 and no padding. See {@link Convolutions#conv2d(Value, Value,
   * Value)}.
   */
  public static Value conv2d(Value x, Value weight, @Nullable Value bias) {
    return Convolutions.conv2d(x, weight, bias);
  }

  /** Convolves images. See {@link Convolutions#conv2d(Value, Value, Value, int, int, int, int)}. */
  public static Value conv2d(
      Value x,
      Value weight,
      @Nullable Value bias,
      int stride,
      int padding,
      int dilation,
      int groups) {
    return Convolutions.conv2d(x, weight, bias, stride, padding, dilation, groups);
  }

  /**
   * Convolves sequences. See {@link Convolutions#conv1d(Value, Value, Value, int, int, int, int)}.
   */
  public static Value conv1d(
      Value x,
      Value weight,
      @Nullable Value bias,
      int stride,
      int padding,
      int dilation,
      int groups) {
    return Convolutions.conv1d(x, weight, bias, stride, padding, dilation, groups);
  }

  /**
   * Convolves images the other way round, which makes them larger. See {@link
   * Convolutions#convTranspose2d(Value, Value, Value, int, int, int, int, int)}.
   */
  public static Value convTranspose2d(
      Value x,
      Value weight,
      @Nullable Value bias,
      int stride,
      int padding,
      int outputPadding,
      int groups,
      int dilation) {
    return Convolutions.convTranspose2d(
        x, weight, bias, stride, padding, outputPadding, groups, dilation);
  }

  /**
   * Convolves sequences the other way round, which makes them longer. See {@link
   * Convolutions#convTranspose1d(Value, Value, Value, int, int, int, int, int)}.
   */
  public static Value convTranspose1d(
      Value x,
      Value weight,
      @Nullable Value bias,
      int stride,
      int padding,
      int outputPadding,
      int groups,
      int dilation) {
    return Convolutions.convTranspose1d(
        x, weight, bias, stride, padding, outputPadding, groups, dilation);
  }

  /**
   * The largest values of square windows that lie side by side. See {@link Pools#maxPool2d(Value,
   * int)}.
   */
  public static Value maxPool2d(Value x, int kernelSize) {
    return Pools.maxPool2d(x, kernelSize);
  }

  /**
   * The largest values of square windows. See {@link Pools#maxPool2d(Value, int, int, int, int,
   * boolean)}.
   */
  public static Value maxPool2d(
      Value x, int kernelSize, int stride, int padding, int dilation, boolean ceilMode) {
    return Pools.maxPool2d(x, kernelSize, stride, padding, dilation, ceilMode);
  }

  /**
   * The largest values of windows of sequences. See {@link Pools#maxPool1d(Value, int, int, int,
   * int, boolean)}.
   */
  public static Value maxPool1d(
      Value x, int kernelSize, int stride, int padding, int dilation, boolean ceilMode) {
    return Pools.maxPool1d(x, kernelSize, stride, padding, dilation, ceilMode);
  }

  /** The means of square windows that lie side by side. See {@link Pools#avgPool2d(Value, int)}. */
  public static Value avgPool2d(Value x, int kernelSize) {
    return Pools.avgPool2d(x, kernelSize);
  }

  /**
   * The means of square windows. See {@link Pools#avgPool2d(Value, int, int, int, boolean,
   * boolean)}.
   */
  public static Value avgPool2d(
      Value x, int kernelSize, int stride, int padding, boolean ceilMode, boolean countIncludePad) {
    return Pools.avgPool2d(x, kernelSize, stride, padding, ceilMode, countIncludePad);
  }

  /**
   * The means of windows of sequences. See {@link Pools#avgPool1d(Value, int, int, int, boolean,
   * boolean)}.
   */
  public static Value avgPool1d(
      Value x, int kernelSize, int stride, int padding, boolean ceilMode, boolean countIncludePad) {
    return Pools.avgPool1d(x, kernelSize, stride, padding, ceilMode, countIncludePad);
  }

  /** The means of so many windows. See {@link Pools#adaptiveAvgPool2d(Value, int, int)}. */
  public static Value adaptiveAvgPool2d(Value x, int height, int width) {
    return Pools.adaptiveAvgPool2d(x, height, width);
  }

  /** The means of so many windows of sequences. See {@link Pools#adaptiveAvgPool1d(Value, int)}. */
  public static Value adaptiveAvgPool1d(Value x, int size) {
    return Pools.adaptiveAvgPool1d(x, size);
  }

  /**
   * The largest values of so many windows. See {@link Pools#adaptiveMaxPool2d(Value, int, int)}.
   */
  public static Value adaptiveMaxPool2d(Value x, int height, int width) {
    return Pools.adaptiveMaxPool2d(x, height, width);
  }

  /**
   * The largest values of so many windows of sequences. See {@link Pools#adaptiveMaxPool1d(Value,
   * int)}.
   */
  public static Value adaptiveMaxPool1d(Value x, int size) {
    return Pools.adaptiveMaxPool1d(x, size);
  }

  /**
   * Convolves volumes. See {@link Volumes#conv3d}.
   *
   * @param x {@code (n, ci, d, h, w)}
   * @param weight {@code (co, ci / groups, kd, kh, kw)}
   */
  public static Value conv3d(
      Value x,
      Value weight,
      @Nullable Value bias,
      int stride,
      int padding,
      int dilation,
      int groups) {
    var kernel = kernel3d(weight);
    return Volumes.conv3d(
        x,
        weight,
        bias,
        Window.row(kernel[0], stride, padding).withDilation(1, dilation),
        new Window(kernel[1], kernel[2], stride, stride, padding, padding)
            .withDilation(dilation, dilation),
        groups);
  }

  /**
   * Convolves volumes the other way round, which makes them larger. See {@link
   * Volumes#convTranspose3d}.
   *
   * @param x {@code (n, ci, d, h, w)}
   * @param weight {@code (ci, co / groups, kd, kh, kw)}
   */
  public static Value convTranspose3d(
      Value x,
      Value weight,
      @Nullable Value bias,
      int stride,
      int padding,
      int outputPadding,
      int groups,
      int dilation) {
    var kernel = kernel3d(weight);
    return Volumes.convTranspose3d(
        x,
        weight,
        bias,
        Window.row(kernel[0], stride, padding).withDilation(1, dilation),
        new Window(kernel[1], kernel[2], stride, stride, padding, padding)
            .withDilation(dilation, dilation),
        outputPadding,
        groups);
  }

  private static int[] kernel3d(Value weight) {
    var shape = weight.shape();
    if (shape.rank() != 5) {
      throw new ShapeException(
          "A convolution of volumes has a weight (out, channels, kd, kh, kw), but gets %s."
              .formatted(shape));
    }
    return new int[] {shape.dim(2), shape.dim(3), shape.dim(4)};
  }

  /** The largest values of windows of volumes. See {@link Volumes#maxPool3d}. */
  public static Value maxPool3d(
      Value x, int kernelSize, int stride, int padding, int dilation, boolean ceilMode) {
    return Volumes.maxPool3d(
        x,
        Window.row(kernelSize, stride, padding).withDilation(1, dilation),
        Window.square(kernelSize, stride, padding).withDilation(dilation, dilation),
        ceilMode);
  }

  /** The means of windows of volumes. See {@link Volumes#avgPool3d}. */
  public static Value avgPool3d(
      Value x, int kernelSize, int stride, int padding, boolean ceilMode, boolean countIncludePad) {
    return Volumes.avgPool3d(
        x,
        Window.row(kernelSize, stride, padding),
        Window.square(kernelSize, stride, padding),
        ceilMode,
        countIncludePad);
  }

  /** The means of so many windows of volumes. See {@link Volumes#adaptiveAvgPool3d}. */
  public static Value adaptiveAvgPool3d(Value x, int depth, int height, int width) {
    return Volumes.adaptiveAvgPool3d(x, depth, height, width);
  }

  /** The largest values of so many windows of volumes. See {@link Volumes#adaptiveMaxPool3d}. */
  public static Value adaptiveMaxPool3d(Value x, int depth, int height, int width) {
    return Volumes.adaptiveMaxPool3d(x, depth, height, width);
  }

  /**
   * {@return the p-norms of square windows of images, {@code (Σ xᵖ)^(1/p)}; where the sum is 0, so
   * is its gradient}
   *
   * @param normType p: 2 for the root of the sum of squares, 1 for the sum
   */
  public static Value lpPool2d(
      Value x, float normType, int kernelSize, int stride, boolean ceilMode) {
    return rootOfSum(
        avgPool2d(pow(x, normType), kernelSize, stride, 0, ceilMode, true),
        normType,
        kernelSize * kernelSize);
  }

  /**
   * {@return the p-norms of windows of sequences, {@code (Σ xᵖ)^(1/p)}; where the sum is 0, so is
   * its gradient}
   *
   * @param normType p: 2 for the root of the sum of squares, 1 for the sum
   */
  public static Value lpPool1d(
      Value x, float normType, int kernelSize, int stride, boolean ceilMode) {
    return rootOfSum(
        avgPool1d(pow(x, normType), kernelSize, stride, 0, ceilMode, true), normType, kernelSize);
  }

  private static Value rootOfSum(Value means, float p, int count) {
    // The ReLU stops the infinite slope of a root of 0.
    return pow(mul(mul(sign(means), relu(abs(means))), count), 1 / p);
  }

  // Activations.

  /** {@return max(0, x), element by element} */
  public static Value relu(Value x) {
    return Unary.of(new ReLU(), x);
  }

  /** {@return 1 / (1 + e⁻ˣ), element by element} */
  public static Value sigmoid(Value x) {
    return Unary.of(new Sigmoid(), x);
  }

  /** {@return the hyperbolic tangent, element by element} */
  public static Value tanh(Value x) {
    return Unary.of(new Tanh(), x);
  }

  // Products.

  /**
   * {@return the product of two matrices, or of batches of them}
   *
   * <p>Values of one axis are a row on the left and a column on the right; sizes in front of the
   * matrices are broadcast.
   */
  public static Value matmul(Value a, Value b) {
    return MatMul.of(a, b);
  }

  /**
   * {@return the products of two batches of as many matrices}
   *
   * @param a {@code (n, m, k)}
   * @param b {@code (n, k, p)}
   */
  public static Value bmm(Value a, Value b) {
    if (a.shape().rank() != 3 || b.shape().rank() != 3 || a.shape().dim(0) != b.shape().dim(0)) {
      throw new ShapeException(
          "bmm multiplies (n, m, k) by (n, k, p), but gets %s and %s: use matmul to broadcast."
              .formatted(a.shape(), b.shape()));
    }
    return MatMul.of(a, b);
  }

  /** {@return {@code x · wᵀ} along the last axis; w is {@code (out, in)}} */
  public static Value linear(Value x, Value w) {
    return Linear.of(x, w, null);
  }

  /** {@return {@code x · wᵀ + b} along the last axis; w is {@code (out, in)}, b {@code (out)}} */
  public static Value linear(Value x, Value w, Value b) {
    return Linear.of(x, w, b);
  }

  /**
   * {@return the products of two values of one axis, each element by each: (m) and (k) make (m, k)}
   */
  public static Value outer(Value a, Value b) {
    if (a.shape().rank() != 1 || b.shape().rank() != 1) {
      throw new ShapeException(
          "outer multiplies (m) by (k), but gets %s and %s.".formatted(a.shape(), b.shape()));
    }
    return mul(unsqueeze(a, 1), b);
  }

  /**
   * {@return a sum of products, by letters for axes: {@code bij,bjk->bik} is a product of batches
   * of matrices}
   *
   * @param equation the axes of each value, and those of the result: without {@code ->}, those that
   *     occur once, in the order of the alphabet
   */
  public static Value einsum(String equation, Value... values) {
    return Einsum.of(equation, values);
  }

  /**
   * {@return {@code y[o] = Σ(i, j) a[i] · w[o, i, j] · b[j] + bias[o]} along the last axes}
   *
   * @param a {@code (…, in1)}
   * @param b {@code (…, in2)}, in front as a
   * @param w {@code (out, in1, in2)}
   * @param bias {@code (out)}, or null
   */
  public static Value bilinear(Value a, Value b, Value w, @Nullable Value bias) {
    var sizes = w.shape();
    if (sizes.rank() != 3
        || a.shape().rank() < 1
        || b.shape().rank() != a.shape().rank()
        || a.shape().dim(-1) != sizes.dim(1)
        || b.shape().dim(-1) != sizes.dim(2)) {
      throw new ShapeException(
          "bilinear takes (…, in1) and (…, in2) to weights (out, in1, in2), but gets %s, %s and %s."
              .formatted(a.shape(), b.shape(), sizes));
    }
    var rows = linear(b, reshape(w, sizes.dim(0) * sizes.dim(1), sizes.dim(2)));
    var matrices = unflatten(rows, -1, sizes.dim(0), sizes.dim(1));
    var y = squeeze(matmul(matrices, unsqueeze(a, -1)), -1);
    return bias == null ? y : add(y, bias);
  }

  // Attention.

  /** {@return {@code softmax(q · kᵀ / √e) · v}} */
  public static Value scaledDotProductAttention(Value q, Value k, Value v) {
    return scaledDotProductAttention(q, k, v, null, false);
  }

  /**
   * {@return {@code softmax(q · kᵀ / √e + mask) · v}}
   *
   * @param q {@code (…, l, e)}
   * @param k {@code (…, s, e)}
   * @param v {@code (…, s, d)}
   * @param mask is added to the scores, stretched to {@code (…, l, s)}: −∞ leaves a key out; or
   *     null
   * @param isCausal whether query i sees the keys up to i alone
   */
  public static Value scaledDotProductAttention(
      Value q, Value k, Value v, @Nullable Value mask, boolean isCausal) {
    return Attention.of(q, k, v, mask, isCausal, Attention.scale(q));
  }

  /**
   * {@return {@code softmax(q · kᵀ · scale + mask) · v}}
   *
   * @param scale PyTorch's default is {@code 1 / √e}
   */
  public static Value scaledDotProductAttention(
      Value q, Value k, Value v, @Nullable Value mask, boolean isCausal, float scale) {
    return Attention.of(q, k, v, mask, isCausal, scale);
  }

  // Recurrence.

  /**
   * {@return one step of an LSTM: h and c after it}
   *
   * @param x {@code (n, input)}
   * @param h {@code (n, hidden)}
   * @param c {@code (n, hidden)}
   */
  public static List<Value> lstmCell(Value x, Value h, Value c, CellWeights weights) {
    return Cell.LSTM.step(x, List.of(h, c), weights);
  }

  /**
   * {@return one step of a GRU: h after it}
   *
   * @param x {@code (n, input)}
   * @param h {@code (n, hidden)}
   */
  public static Value gruCell(Value x, Value h, CellWeights weights) {
    return Cell.GRU.step(x, List.of(h), weights).getFirst();
  }

  /**
   * {@return one step of a simple recurrent network of tanh: h after it}
   *
   * @param x {@code (n, input)}
   * @param h {@code (n, hidden)}
   */
  public static Value rnnTanhCell(Value x, Value h, CellWeights weights) {
    return Cell.RNN_TANH.step(x, List.of(h), weights).getFirst();
  }

  /**
   * {@return one step of a simple recurrent network of ReLU: h after it}
   *
   * @param x {@code (n, input)}
   * @param h {@code (n, hidden)}
   */
  public static Value rnnReluCell(Value x, Value h, CellWeights weights) {
    return Cell.RNN_RELU.step(x, List.of(h), weights).getFirst();
  }

  /**
   * {@return what an LSTM makes of sequences, beginning with a state of zeros}
   *
   * @param x {@code (n, t, input)}
   * @param weights of each layer, and of both directions of a layer one after the other
   * @param bidirectional whether each layer goes backwards too
   */
  public static Recurrence lstm(Value x, List<CellWeights> weights, boolean bidirectional) {
    return lstm(x, weights, bidirectional, List.of());
  }

  /**
   * {@return what an LSTM makes of sequences}
   *
   * @param x {@code (n, t, input)}
   * @param weights of each layer, and of both directions of a layer one after the other
   * @param bidirectional whether each layer goes backwards too
   * @param initial h and c before the first step, {@code (n, hidden)} each, in the order of the
   *     weights; empty for zeros
   */
  public static Recurrence lstm(
      Value x, List<CellWeights> weights, boolean bidirectional, List<List<Value>> initial) {
    return Recurrence.of(Cell.LSTM, x, weights, bidirectional, initial, y -> y);
  }

  /**
   * {@return what a GRU makes of sequences, beginning with a state of zeros}
   *
   * @param x {@code (n, t, input)}
   * @param weights of each layer, and of both directions of a layer one after the other
   * @param bidirectional whether each layer goes backwards too
   */
  public static Recurrence gru(Value x, List<CellWeights> weights, boolean bidirectional) {
    return gru(x, weights, bidirectional, List.of());
  }

  /**
   * {@return what a GRU makes of sequences}
   *
   * @param x {@code (n, t, input)}
   * @param weights of each layer, and of both directions of a layer one after the other
   * @param bidirectional whether each layer goes backwards too
   * @param initial h before the first step, {@code (n, hidden)} each, in the order of the weights;
   *     empty for zeros
   */
  public static Recurrence gru(
      Value x, List<CellWeights> weights, boolean bidirectional, List<Value> initial) {
    return Recurrence.of(Cell.GRU, x, weights, bidirectional, states(initial), y -> y);
  }

  /**
   * {@return what a simple recurrent network of tanh makes of sequences}
   *
   * @param x {@code (n, t, input)}
   * @param weights of each layer, and of both directions of a layer one after the other
   * @param bidirectional whether each layer goes backwards too
   * @param initial h before the first step, {@code (n, hidden)} each, in the order of the weights;
   *     empty for zeros
   */
  public static Recurrence rnnTanh(
      Value x, List<CellWeights> weights, boolean bidirectional, List<Value> initial) {
    return Recurrence.of(Cell.RNN_TANH, x, weights, bidirectional, states(initial), y -> y);
  }

  /**
   * {@return what a simple recurrent network of ReLU makes of sequences}
   *
   * @param x {@code (n, t, input)}
   * @param weights of each layer, and of both directions of a layer one after the other
   * @param bidirectional whether each layer goes backwards too
   * @param initial h before the first step, {@code (n, hidden)} each, in the order of the weights;
   *     empty for zeros
   */
  public static Recurrence rnnRelu(
      Value x, List<CellWeights> weights, boolean bidirectional, List<Value> initial) {
    return Recurrence.of(Cell.RNN_RELU, x, weights, bidirectional, states(initial), y -> y);
  }

  private static List<List<Value>> states(List<Value> initial) {
    return initial.stream().map(List::of).toList();
  }

  // Normalization.

  /** {@return x with mean 0 and variance 1 over its last axes, eps 1e-5} */
  public static Value layerNorm(Value x, Shape normalizedShape) {
    return layerNorm(x, normalizedShape, null, null, 1e-5f);
  }

  /**
   * {@return x with mean 0 and variance 1 over its last axes, times a weight, plus a bias}
   *
   * @param normalizedShape the sizes of those axes
   * @param weight of that shape, or null
   * @param bias of that shape, or null
   * @param eps what is added to the variance
   */
  public static Value layerNorm(
      Value x, Shape normalizedShape, @Nullable Value weight, @Nullable Value bias, float eps) {
    return LayerNorm.of(x, normalizedShape, weight, bias, eps);
  }

  /**
   * {@return x with mean square 1 over its last axes, times a weight}
   *
   * @param normalizedShape the sizes of those axes
   * @param weight of that shape, or null
   * @param eps what is added to the mean of the squares; PyTorch's default is 1.1920929e-7
   */
  public static Value rmsNorm(Value x, Shape normalizedShape, @Nullable Value weight, float eps) {
    return RMSNorm.of(x, normalizedShape, weight, eps);
  }

  /**
   * {@return {@code (x − mean[c]) / √(variance[c] + eps) · weight[c] + bias[c]}, with statistics
   * that are given} Statistics of the batch, and running ones that training moves, are states of a
   * model: they belong to the layers {@code BatchNorm1d}, {@code BatchNorm2d} and {@code
   * BatchNorm3d}.
   *
   * @param x {@code (n, c, …)}, computed from an input
   * @param weight {@code (c)}, or null where there is no bias either
   * @param bias {@code (c)}, or null where there is no weight either
   * @param eps what is added to the variance
   */
  public static Value batchNorm(
      Value x,
      Value runningMean,
      Value runningVar,
      @Nullable Value weight,
      @Nullable Value bias,
      float eps) {
    return BatchNorm2dInference.of(x, runningMean, runningVar, weight, bias, eps);
  }

  /**
   * {@return x with mean 0 and variance 1 over each group of channels, times a weight, plus a bias}
   *
   * @param x {@code (n, c, …)}
   * @param weight {@code (c)}, or null
   * @param bias {@code (c)}, or null
   * @param eps what is added to the variance
   */
  public static Value groupNorm(
      Value x, int numGroups, @Nullable Value weight, @Nullable Value bias, float eps) {
    return GroupNorm.of(x, numGroups, weight, bias, eps);
  }

  /**
   * {@return x with mean 0 and variance 1 over each channel of each sample, times a weight, plus a
   * bias}
   *
   * @param x {@code (n, c, …)}
   * @param weight {@code (c)}, or null
   * @param bias {@code (c)}, or null
   * @param eps what is added to the variance
   */
  public static Value instanceNorm(
      Value x, @Nullable Value weight, @Nullable Value bias, float eps) {
    return Composite.of(
        "instance_norm",
        weight == null || bias == null ? List.of(x) : List.of(x, weight, bias),
        List.of(eps),
        () -> GroupNorm.instance(x, weight, bias, eps));
  }

  /**
   * {@return {@code x / (k + alpha / size · Σ x²)ᵝ}, with the sum over channels around each}
   *
   * @param x {@code (n, c, …)}
   * @param size over how many channels, half of them before it; PyTorch's other defaults are alpha
   *     1e-4, beta 0.75 and k 1
   */
  public static Value localResponseNorm(Value x, int size, float alpha, float beta, float k) {
    return LocalResponseNorm.of(x, size / 2, (size - 1) / 2, alpha, beta, k);
  }

  /** {@return x with norm 1 along an axis: {@code x / max(√Σx², 1e-12)}} */
  public static Value normalize(Value x, int axis) {
    return div(x, maximum(norm(x, 2, true, axis), 1e-12f));
  }

  // Distances.

  /**
   * {@return the cosine of the angle between a and b along an axis, which the result does not have:
   * {@code Σab / (max(|a|, eps) · max(|b|, eps))}}
   *
   * @param eps the least that divides; PyTorch's default is 1e-8
   */
  public static Value cosineSimilarity(Value a, Value b, int axis, float eps) {
    var product = mul(a, b);
    int at = axis(product, axis) - product.shape().rank();
    var lengths = mul(length(a, at, eps), length(b, at, eps));
    return sum(div(product, lengths), at);
  }

  private static Value length(Value x, int axis, float eps) {
    return maximum(norm(x, 2, true, axis), eps);
  }

  /**
   * {@return how far a is from b along the last axis: the norm of {@code a − b + eps}}
   *
   * @param p 1 or 2
   * @param eps PyTorch's default is 1e-6
   * @param keepdim whether the axis stays, with size 1
   */
  public static Value pairwiseDistance(Value a, Value b, int p, float eps, boolean keepdim) {
    return norm(add(sub(a, b), eps), p, keepdim, -1);
  }

  /**
   * {@return how far each row of a is from each row of b: (…, m, d) and (…, k, d) make (…, m, k)}
   *
   * @param p 1 or 2
   */
  public static Value cdist(Value a, Value b, int p) {
    return norm(sub(unsqueeze(a, -2), unsqueeze(b, -3)), p, false, -1);
  }

  /** {@return x · sigmoid(x), element by element} */
  public static Value silu(Value x) {
    return mul(x, sigmoid(x));
  }

  /** {@return x · tanh(softplus(x)), element by element} */
  public static Value mish(Value x) {
    return mul(x, tanh(softplus(x)));
  }

  /** {@return min(max(x, 0), 6), element by element; no gradient at the bounds} */
  public static Value relu6(Value x) {
    return hardtanh(x, 0, 6);
  }

  /** {@return min(max(x, −1), 1), element by element; no gradient at the bounds} */
  public static Value hardtanh(Value x) {
    return hardtanh(x, -1, 1);
  }

  /** {@return min(max(x, low), high), element by element; no gradient at the bounds} */
  public static Value hardtanh(Value x, float low, float high) {
    return Unary.of(new Hardtanh(low, high), x);
  }

  /** {@return min(max(x + 3, 0), 6) / 6, element by element} */
  public static Value hardsigmoid(Value x) {
    return Composite.of("hardsigmoid", List.of(x), List.of(), () -> div(relu6(add(x, 3)), 6));
  }

  /** {@return x · min(max(x + 3, 0), 6) / 6, element by element} */
  public static Value hardswish(Value x) {
    return Unary.of(new Hardswish(), x);
  }

  /** {@return x where it is above 0, else eˣ − 1, element by element} */
  public static Value elu(Value x) {
    return elu(x, 1);
  }

  /** {@return x where it is above 0, else alpha · (eˣ − 1), element by element} */
  public static Value elu(Value x, float alpha) {
    return Unary.of(new ELU(alpha, 1, 1), x);
  }

  /** {@return 1.0507 · elu(x, 1.6733), which keeps mean and variance, element by element} */
  public static Value selu(Value x) {
    return Unary.of(new ELU(1.6732632f, 1.050701f, 1), x);
  }

  /** {@return max(0, x) + min(0, eˣ − 1), element by element} */
  public static Value celu(Value x) {
    return celu(x, 1);
  }

  /** {@return max(0, x) + min(0, alpha · (exp(x / alpha) − 1)), element by element} */
  public static Value celu(Value x, float alpha) {
    return Unary.of(new ELU(alpha, 1, 1 / alpha), x);
  }

  /** {@return ln(1 + eˣ), element by element; x itself above 20} */
  public static Value softplus(Value x) {
    return softplus(x, 1, 20);
  }

  /** {@return ln(1 + exp(beta · x)) / beta, element by element; x where beta · x > threshold} */
  public static Value softplus(Value x, float beta, float threshold) {
    return Unary.of(new Softplus(beta, threshold), x);
  }

  /** {@return x / (1 + |x|), element by element} */
  public static Value softsign(Value x) {
    return Composite.of("softsign", List.of(x), List.of(), () -> div(x, add(abs(x), 1)));
  }

  /** {@return ln(sigmoid(x)), element by element} */
  public static Value logsigmoid(Value x) {
    return neg(softplus(neg(x)));
  }

  /** {@return x where it is above the threshold, else the value, element by element} */
  public static Value threshold(Value x, float threshold, float value) {
    return where(le(x, threshold), value, x);
  }

  /** {@return x, but 0 from −0.5 to 0.5, element by element} */
  public static Value hardshrink(Value x) {
    return hardshrink(x, 0.5f);
  }

  /** {@return x, but 0 from −lambd to lambd, element by element} */
  public static Value hardshrink(Value x, float lambd) {
    return where(le(abs(x), lambd), 0, x);
  }

  /** {@return x, nearer to 0 by 0.5, element by element} */
  public static Value softshrink(Value x) {
    return softshrink(x, 0.5f);
  }

  /** {@return x, nearer to 0 by lambd, element by element} */
  public static Value softshrink(Value x, float lambd) {
    return sub(x, clamp(x, -lambd, lambd));
  }

  /** {@return x − tanh(x), element by element} */
  public static Value tanhshrink(Value x) {
    return sub(x, tanh(x));
  }

  /** {@return the first half of an axis, times the sigmoid of the second} */
  public static Value glu(Value x, int axis) {
    int at = axis(x, axis);
    int half = x.shape().dim(at) / 2;
    if (x.shape().dim(at) != 2 * half) {
      throw new ShapeException(
          "glu takes an axis apart into halves, but axis %d of %s has an odd size."
              .formatted(axis, x.shape()));
    }
    return mul(narrow(x, at, 0, half), sigmoid(narrow(x, at, half, half)));
  }

  /** {@return x where it is above 0, else 0.01 x, element by element} */
  public static Value leakyRelu(Value x) {
    return leakyRelu(x, 0.01f);
  }

  /** {@return x where it is above 0, else negativeSlope · x, element by element} */
  public static Value leakyRelu(Value x, float negativeSlope) {
    return Unary.of(new LeakyReLU(negativeSlope), x);
  }

  /**
   * {@return x where it is above 0, else weight · x}
   *
   * @param weight one number, or one of each channel, {@code (c)}; axis 1 of x counts channels
   */
  public static Value prelu(Value x, Value weight) {
    int rank = x.shape().rank();
    if (weight.shape().size() == 1 || rank <= 2) {
      return sloped(x, weight);
    }
    var dims = new int[rank - 1];
    Arrays.fill(dims, 1);
    dims[0] = weight.shape().size();
    return sloped(x, reshape(weight, Shape.of(dims)));
  }

  private static Value sloped(Value x, Value slope) {
    return Composite.of(
        "prelu", List.of(x, slope), List.of(), () -> where(gt(x, 0), x, mul(x, slope)));
  }

  /** {@return x · Φ(x), element by element, with Φ by the error function} */
  public static Value gelu(Value x) {
    return gelu(x, GELU.Approximate.NONE);
  }

  /** {@return x · Φ(x), element by element} */
  public static Value gelu(Value x, GELU.Approximate approximate) {
    return Unary.of(new GELU(approximate), x);
  }

  /** {@return positive numbers that add up to 1 along an axis} */
  public static Value softmax(Value x, int axis) {
    return Unary.of(new Softmax(axis), x);
  }

  /** {@return the softmax of −x} */
  public static Value softmin(Value x, int axis) {
    return softmax(neg(x), axis);
  }

  /** {@return the logarithm of the softmax} */
  public static Value logSoftmax(Value x, int axis) {
    return Unary.of(new LogSoftmax(axis), x);
  }

  // Losses.

  /**
   * Connectionist temporal classification with class 0 as blank: PyTorch's {@code ctc_loss}.
   *
   * @param logProbs logarithms of probabilities, {@code (frames, n, classes)}, as {@link
   *     #logSoftmax} gives them
   * @param targets {@code (n, longest)} classes from 0, without blanks; what stands behind a
   *     target's length counts nothing
   * @param inputLengths {@code (n)} how many frames of each sample count
   * @param targetLengths {@code (n)} how many classes of each target count
   * @return the mean over the samples of losses that are divided by the lengths of targets
   */
  public static Value ctcLoss(
      Value logProbs, Value targets, Value inputLengths, Value targetLengths) {
    return ctcLoss(logProbs, targets, inputLengths, targetLengths, 0, Reduction.MEAN, false);
  }

  /**
   * Connectionist temporal classification.
   *
   * @param logProbs as {@link #ctcLoss(Value, Value, Value, Value)} takes it
   * @param targets as there
   * @param inputLengths as there
   * @param targetLengths as there
   * @param blank the class that stands for no label
   * @param reduction {@link Reduction#MEAN} divides each loss by the length of its target first
   * @param zeroInfinity whether the loss of a target that is too long for its frames is 0, and its
   *     gradient; if not, they are ∞ and NaN
   * @return {@code (n)}, or {@code ()}
   */
  public static Value ctcLoss(
      Value logProbs,
      Value targets,
      Value inputLengths,
      Value targetLengths,
      int blank,
      Reduction reduction,
      boolean zeroInfinity) {
    var loss =
        logProbs
            .tape()
            .apply(
                new CtcLoss(blank, zeroInfinity), logProbs, targets, inputLengths, targetLengths);
    return switch (reduction) {
      case NONE -> loss;
      case MEAN -> mean(div(loss, maximum(targetLengths, 1)));
      case SUM -> sum(loss);
    };
  }

  // Sums and their likes.

  /** {@return ln Σ eˣ over all elements, of shape ()} */
  public static Value logsumexp(Value x) {
    return logsumexp(x, false, axes(x));
  }

  /** {@return ln Σ eˣ over some axes, which the result does not have} */
  public static Value logsumexp(Value x, int... axes) {
    return logsumexp(x, false, axes);
  }

  /**
   * {@return ln Σ eˣ over some axes}
   *
   * @param keepdim whether the axes stay, with size 1
   */
  public static Value logsumexp(Value x, boolean keepdim, int... axes) {
    var sorted = axes(x, axes);
    var y = x;
    for (int axis : sorted) {
      y = Unary.of(new LogSumExp(axis), y);
    }
    return reduced(y, keepdim, sorted);
  }

  /** {@return the sum of all elements, of shape ()} */
  public static Value sum(Value x) {
    return reshape(Sum.over(x, axes(x)), Shape.of());
  }

  /** {@return the sum over some axes, which the result does not have} */
  public static Value sum(Value x, int... axes) {
    return sum(x, false, axes);
  }

  /**
   * {@return the sum over some axes}
   *
   * @param keepdim whether the axes stay, with size 1
   */
  public static Value sum(Value x, boolean keepdim, int... axes) {
    var sorted = axes(x, axes);
    return reduced(Sum.over(x, sorted), keepdim, sorted);
  }

  /** {@return the mean of all elements, of shape ()} */
  public static Value mean(Value x) {
    return mul(sum(x), 1f / x.shape().size());
  }

  /** {@return the mean over some axes, which the result does not have} */
  public static Value mean(Value x, int... axes) {
    return mean(x, false, axes);
  }

  /**
   * {@return the mean over some axes}
   *
   * @param keepdim whether the axes stay, with size 1
   */
  public static Value mean(Value x, boolean keepdim, int... axes) {
    var sum = sum(x, keepdim, axes);
    return mul(sum, (float) sum.shape().size() / x.shape().size());
  }

  /** {@return the largest number over some axes, which the result does not have} */
  public static Value amax(Value x, int... axes) {
    return amax(x, false, axes);
  }

  /**
   * {@return the largest number over some axes, NaN if one is NaN; equal ones share the gradient}
   *
   * @param keepdim whether the axes stay, with size 1
   */
  public static Value amax(Value x, boolean keepdim, int... axes) {
    var sorted = axes(x, axes);
    return reduced(Extreme.over(x, 1, sorted), keepdim, sorted);
  }

  /** {@return the smallest number over some axes, which the result does not have} */
  public static Value amin(Value x, int... axes) {
    return amin(x, false, axes);
  }

  /**
   * {@return the smallest number over some axes, NaN if one is NaN; equal ones share the gradient}
   *
   * @param keepdim whether the axes stay, with size 1
   */
  public static Value amin(Value x, boolean keepdim, int... axes) {
    var sorted = axes(x, axes);
    return reduced(Extreme.over(x, -1, sorted), keepdim, sorted);
  }

  /** {@return where the largest number along an axis lies, the first of equal ones; no gradient} */
  public static Value argmax(Value x, int axis, boolean keepdim) {
    int at = axis(x, axis);
    return reduced(x.tape().apply(new ArgExtreme(at, 1), x), keepdim, at);
  }

  /**
   * {@return where the smallest number along an axis lies, the first of equal ones; no gradient}
   */
  public static Value argmin(Value x, int axis, boolean keepdim) {
    int at = axis(x, axis);
    return reduced(x.tape().apply(new ArgExtreme(at, -1), x), keepdim, at);
  }

  /** {@return the largest number along an axis; the first of equal ones has the gradient} */
  public static Value max(Value x, int axis, boolean keepdim) {
    return reduced(gather(x, axis, argmax(x, axis, true)), keepdim, axis(x, axis));
  }

  /** {@return the smallest number along an axis; the first of equal ones has the gradient} */
  public static Value min(Value x, int axis, boolean keepdim) {
    return reduced(gather(x, axis, argmin(x, axis, true)), keepdim, axis(x, axis));
  }

  /** {@return the product of all elements, of shape ()} */
  public static Value prod(Value x) {
    return prod(flatten(unsqueeze(x, 0), 0, -1), 0, false);
  }

  /** {@return the product along an axis} */
  public static Value prod(Value x, int axis, boolean keepdim) {
    int at = axis(x, axis);
    return reduced(x.tape().apply(new Prod(at), x), keepdim, at);
  }

  /** {@return the sum of all elements up to each one along an axis} */
  public static Value cumsum(Value x, int axis) {
    return cumsum(x, axis, false);
  }

  /** {@return the sum of all elements up to each one along an axis, from the end if reversed} */
  public static Value cumsum(Value x, int axis, boolean reverse) {
    return x.tape().apply(new CumSum(axis(x, axis), reverse), x);
  }

  /** {@return the unbiased variance over some axes, which the result does not have} */
  public static Value var(Value x, int... axes) {
    return var(x, 1, false, axes);
  }

  /**
   * {@return the variance over some axes: the mean of the squares of what is off the mean}
   *
   * @param correction what is taken from the number of elements before it divides: 1 for samples of
   *     a larger whole, 0 for all there is
   * @param keepdim whether the axes stay, with size 1
   */
  public static Value var(Value x, int correction, boolean keepdim, int... axes) {
    var squares = sum(square(sub(x, mean(x, true, axes))), keepdim, axes);
    int n = x.shape().size() / squares.shape().size();
    return div(squares, Math.max(0, (float) ((long) n - correction)));
  }

  /** {@return the unbiased standard deviation over some axes, which the result does not have} */
  public static Value std(Value x, int... axes) {
    return std(x, 1, false, axes);
  }

  /**
   * {@return the root of the variance over some axes; where it is 0, so is its gradient}
   *
   * @param correction what is taken from the number of elements before it divides
   * @param keepdim whether the axes stay, with size 1
   */
  public static Value std(Value x, int correction, boolean keepdim, int... axes) {
    return root(var(x, correction, keepdim, axes));
  }

  /**
   * {@return Σ|x| (p = 1) or √Σx² (p = 2) over some axes; where it is 0, so is its gradient}
   *
   * @param keepdim whether the axes stay, with size 1
   */
  public static Value norm(Value x, int p, boolean keepdim, int... axes) {
    return switch (p) {
      case 1 -> sum(abs(x), keepdim, axes);
      case 2 -> root(sum(square(x), keepdim, axes));
      default ->
          throw new ShapeException(
              "The norm is there for p = 1 and 2, but not for %d.".formatted(p));
    };
  }

  /** The square root with the gradient 0 at 0, where it has none. */
  private static Value root(Value x) {
    var isZero = eq(x, 0);
    return sub(sqrt(add(x, isZero)), isZero);
  }

  /** {@return how many elements are not 0, over some axes; no gradient} */
  public static Value countNonzero(Value x, int... axes) {
    return sum(ne(x, 0), false, axes);
  }

  /** {@return 1 where no element is 0, over some axes, else 0; no gradient} */
  public static Value all(Value x, boolean keepdim, int... axes) {
    return amin(ne(x, 0), keepdim, axes);
  }

  /** {@return 1 where an element is not 0, over some axes, else 0; no gradient} */
  public static Value any(Value x, boolean keepdim, int... axes) {
    return amax(ne(x, 0), keepdim, axes);
  }

  // Numbers at positions that other values hold.

  /**
   * {@return along an axis, the elements of x that an index says}
   *
   * @param index as many axes as x has; along the others it may be smaller. NaN comes of a position
   *     that is not there, as −1
   */
  public static Value gather(Value x, int axis, Value index) {
    int at = axis(x, axis);
    var from = x;
    for (int i = 0; i < Math.min(x.shape().rank(), index.shape().rank()); i++) {
      if (i != at && index.shape().dim(i) < x.shape().dim(i)) {
        from = narrow(from, i, 0, index.shape().dim(i));
      }
    }
    return x.tape().apply(new Gather(at), from, index);
  }

  /**
   * Numbers in order.
   *
   * @param values the numbers
   * @param indices where along the axis they were; no gradient
   */
  public record Sorted(Value values, Value indices) {}

  /**
   * {@return the numbers along an axis in order, equal ones as they stand, NaN as the largest} For
   * axes of some thousand elements at most.
   *
   * @param descending whether the largest is the first
   */
  public static Sorted sort(Value x, int axis, boolean descending) {
    return topk(x, x.shape().dim(axis(x, axis)), axis, descending);
  }

  /**
   * {@return the largest numbers along an axis, or the smallest, in order} For axes of some
   * thousand elements at most.
   *
   * @param k how many
   */
  public static Sorted topk(Value x, int k, int axis, boolean largest) {
    int at = axis(x, axis);
    var indices = x.tape().apply(new ArgSort(at, largest, k), x);
    return new Sorted(gather(x, at, indices), indices);
  }

  /**
   * {@return the positions of x along an axis that an index says; its axes stand in place of that}
   *
   * @param index of any shape. NaN comes of a position that is not there, as −1
   */
  public static Value take(Value x, int axis, Value index) {
    int at = axis(x, axis);
    var y = x.tape().apply(new IndexSelect(at, -1), x, reshape(index, index.shape().size()));
    return unflatten(y, at, index.shape().toArray());
  }

  /** {@return the rows of a weight that whole numbers say: (…) and (n, d) become (…, d)} */
  public static Value embedding(Value ids, Value weight) {
    return embedding(ids, weight, -1);
  }

  /**
   * {@return the rows of a weight that whole numbers say: (…) and (n, d) become (…, d)}
   *
   * @param ids whole numbers from 0 to n − 1, exact up to 2²⁴; NaN comes of any other
   * @param paddingIndex a row that is not trained; −1 for none
   */
  public static Value embedding(Value ids, Value weight, int paddingIndex) {
    var flat = reshape(ids, ids.shape().size());
    var rows = weight.tape().apply(new IndexSelect(0, paddingIndex), weight, flat);
    return unflatten(rows, 0, ids.shape().toArray());
  }

  /**
   * {@return a new last axis with 1 at the position that a whole number says, else 0; no gradient}
   *
   * @param ids whole numbers; all is 0 for one that is not from 0 to n − 1
   */
  public static Value oneHot(Value ids, int n) {
    return eq(unsqueeze(ids, -1), positions(ids, n, 0));
  }

  /**
   * 0, 1, 2, … as numbers, moved on by so many; beyond the ends of the axis, how far is the same.
   */
  private static Value positions(Value beside, int n, int shift) {
    if (n < 1 || n > SparseRows.LONGEST) {
      throw new ShapeException(
          "Positions from 0 to n − 1 are counted for n from 1 to %d, but not for %d."
              .formatted(SparseRows.LONGEST, n));
    }
    var positions = new float[n];
    for (int i = 0; i < n; i++) {
      positions[i] = Math.clamp((long) i + shift, -SparseRows.LONGEST, SparseRows.LONGEST);
    }
    return beside.tape().constant("positions", Shape.of(n), positions);
  }

  // Shapes.

  /**
   * {@return the same numbers in the same order under another shape}
   *
   * @param sizes one of them may be −1, which is then what the others leave
   */
  public static Value reshape(Value x, int... sizes) {
    var dims = sizes.clone();
    int open = -1;
    long known = 1;
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] != -1) {
        known *= dims[axis];
      } else if (open < 0) {
        open = axis;
      } else {
        throw new ShapeException(
            "Reshape to %s: only one size may be -1.".formatted(Arrays.toString(sizes)));
      }
    }
    if (open >= 0) {
      if (known < 1 || x.shape().size() % known != 0) {
        throw new ShapeException(
            "%s has %d elements and cannot be reshaped to %s."
                .formatted(x.shape(), x.shape().size(), Arrays.toString(sizes)));
      }
      dims[open] = (int) (x.shape().size() / known);
    }
    return reshape(x, Shape.of(dims));
  }

  /** {@return the same numbers in the same order under another shape} */
  public static Value reshape(Value x, Shape shape) {
    return x.shape().equals(shape) ? x : x.tape().apply(new Reshape(shape), x);
  }

  /** {@return x repeated along its axes of size 1, and along new axes in front} */
  public static Value expand(Value x, Shape shape) {
    return Expand.of(x, shape);
  }

  /** {@return x with a new axis of size 1 before the given one} */
  public static Value unsqueeze(Value x, int axis) {
    int rank = x.shape().rank();
    int at = axis < 0 ? rank + 1 + axis : axis;
    if (at < 0 || at > rank) {
      throw new ShapeException(
          "%s has no place %d for a new axis: use %d to %d."
              .formatted(x.shape(), axis, -rank - 1, rank));
    }
    var dims = new int[rank + 1];
    for (int i = 0; i <= rank; i++) {
      dims[i] = i == at ? 1 : x.shape().dim(i < at ? i : i - 1);
    }
    return reshape(x, Shape.of(dims));
  }

  /** {@return x without the given axes, which must have size 1} */
  public static Value squeeze(Value x, int... axes) {
    var sorted = axes(x, axes);
    for (int axis : sorted) {
      if (x.shape().dim(axis) != 1) {
        throw new ShapeException(
            "%s cannot lose axis %d, whose size is not 1.".formatted(x.shape(), axis));
      }
    }
    return reduced(x, false, sorted);
  }

  /** {@return x with its axes in another order} */
  public static Value permute(Value x, int... axes) {
    return Permute.of(x, Arrays.stream(axes).map(axis -> axis(x, axis)).toArray());
  }

  /** {@return x with two axes exchanged} */
  public static Value transpose(Value x, int a, int b) {
    int[] order = IntStream.range(0, x.shape().rank()).toArray();
    order[axis(x, a)] = axis(x, b);
    order[axis(x, b)] = axis(x, a);
    return Permute.of(x, order);
  }

  /** {@return x with one axis moved to another place, the others in their order} */
  public static Value movedim(Value x, int source, int destination) {
    int from = axis(x, source);
    int to = axis(x, destination);
    int[] order = new int[x.shape().rank()];
    for (int axis = 0, next = 0; axis < order.length; axis++) {
      if (axis != to) {
        next += next == from ? 1 : 0;
        order[axis] = next++;
      }
    }
    order[to] = from;
    return Permute.of(x, order);
  }

  /** {@return x with neighbouring axes as one} */
  public static Value flatten(Value x, int startDim, int endDim) {
    int first = axis(x, startDim);
    int last = axis(x, endDim);
    if (first > last) {
      throw new ShapeException(
          "%s cannot be flattened from axis %d to %d: they are not in order."
              .formatted(x.shape(), startDim, endDim));
    }
    var dims = new int[x.shape().rank() - (last - first)];
    Arrays.fill(dims, 1);
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      dims[axis < first ? axis : Math.max(first, axis - (last - first))] *= x.shape().dim(axis);
    }
    return reshape(x, dims);
  }

  /**
   * {@return x with one axis as several}
   *
   * @param sizes one of them may be −1, which is then what the others leave
   */
  public static Value unflatten(Value x, int axis, int... sizes) {
    int at = axis(x, axis);
    var dims = new int[x.shape().rank() - 1 + sizes.length];
    System.arraycopy(x.shape().toArray(), 0, dims, 0, at);
    System.arraycopy(sizes, 0, dims, at, sizes.length);
    System.arraycopy(
        x.shape().toArray(), at + 1, dims, at + sizes.length, x.shape().rank() - at - 1);
    return reshape(x, dims);
  }

  /** {@return the positions from start (inclusive) to end (exclusive) along an axis} */
  public static Value slice(Value x, int axis, int start, int end) {
    return slice(x, axis, start, end, 1);
  }

  /**
   * {@return every step-th position from start (inclusive) to end (exclusive) along an axis}
   *
   * @param start counted from the end if it is below 0; what is outside is left out
   * @param end likewise: {@code Integer.MAX_VALUE} for all, and {@code −Integer.MAX_VALUE} where
   *     the step is below 0
   * @param step below 0 for backwards
   * @throws ShapeException if nothing would be left
   */
  public static Value slice(Value x, int axis, int start, int end, int step) {
    int at = axis(x, axis);
    int n = x.shape().dim(at);
    int lowest = step < 0 ? -1 : 0;
    int first = Math.clamp(start < 0 ? (long) start + n : start, lowest, n + lowest);
    int last = Math.clamp(end < 0 ? (long) end + n : end, lowest, n + lowest);
    int count = step == 0 ? 0 : Math.ceilDiv(last - first, step);
    if (count < 1) {
      throw new ShapeException(
          "Nothing of axis %d of %s lies from %d to %d in steps of %d."
              .formatted(axis, x.shape(), start, end, step));
    }
    return StridedSlice.of(x, at, first, step, count);
  }

  /** {@return so many positions along an axis, from the first on} */
  public static Value narrow(Value x, int axis, int start, int length) {
    return StridedSlice.of(x, axis(x, axis), start, 1, length);
  }

  /** {@return one position along an axis, which the result does not have} */
  public static Value select(Value x, int axis, int index) {
    int at = axis(x, axis);
    int n = x.shape().dim(at);
    return reduced(StridedSlice.of(x, at, index < 0 ? n + index : index, 1, 1), false, at);
  }

  /** {@return the values behind each other along an axis} */
  public static Value cat(int axis, Value... values) {
    requireSome(values);
    return Cat.of(axis(values[0], axis), values);
  }

  private static void requireSome(Value... values) {
    if (values.length == 0) {
      throw new ShapeException("At least one value is needed, but there is none.");
    }
  }

  /** {@return the values behind each other along a new axis before the given one} */
  public static Value stack(int axis, Value... values) {
    requireSome(values);
    int at = axis < 0 ? values[0].shape().rank() + 1 + axis : axis;
    return cat(at, Arrays.stream(values).map(x -> unsqueeze(x, at)).toArray(Value[]::new));
  }

  /** {@return the pieces of so many positions along an axis; the last has what is left} */
  public static List<Value> split(Value x, int size, int axis) {
    int n = x.shape().dim(axis(x, axis));
    if (size < 1) {
      throw new ShapeException("Pieces of %d cannot be split off.".formatted(size));
    }
    var sizes = new int[Math.ceilDiv(n, size)];
    Arrays.fill(sizes, size);
    sizes[sizes.length - 1] = n - (sizes.length - 1) * size;
    return split(x, sizes, axis);
  }

  /** {@return pieces of the given sizes along an axis} */
  public static List<Value> split(Value x, int[] sizes, int axis) {
    int at = axis(x, axis);
    if (Arrays.stream(sizes).sum() != x.shape().dim(at)) {
      throw new ShapeException(
          "Axis %d of %s cannot be split into %s: they must add up."
              .formatted(axis, x.shape(), Arrays.toString(sizes)));
    }
    var pieces = new ArrayList<Value>();
    int start = 0;
    for (int size : sizes) {
      pieces.add(StridedSlice.of(x, at, start, 1, size));
      start += size;
    }
    return Collections.unmodifiableList(pieces);
  }

  /** {@return so many pieces along an axis, or fewer; all but the last have one size} */
  public static List<Value> chunk(Value x, int chunks, int axis) {
    if (chunks < 1) {
      throw new ShapeException("At least one chunk is to be made, but not %d.".formatted(chunks));
    }
    return split(x, Math.ceilDiv(x.shape().dim(axis(x, axis)), chunks), axis);
  }

  /** {@return each position along an axis, which the results do not have} */
  public static List<Value> unbind(Value x, int axis) {
    return IntStream.range(0, x.shape().dim(axis(x, axis)))
        .mapToObj(index -> select(x, axis, index))
        .toList();
  }

  /** {@return x with zeros around it} */
  public static Value pad(Value x, int... pad) {
    return pad(x, pad, 0);
  }

  /**
   * {@return x with one number around it}
   *
   * @param pad how much before and after the last axis, then before and after the one in front of
   *     it, and so on; below 0 takes away
   */
  public static Value pad(Value x, int[] pad, float value) {
    return padded(
        x, pad, (y, axis, before, after) -> Padding.constant(y, axis, before, after, value));
  }

  /**
   * {@return x with more of its own numbers around it}
   *
   * @param pad how much before and after the last axis, then before and after the one in front of
   *     it, and so on; below 0 takes away
   */
  public static Value pad(Value x, int[] pad, Padding mode) {
    return padded(x, pad, mode::of);
  }

  private interface Pad {
    Value of(Value x, int axis, int before, int after);
  }

  private static Value padded(Value x, int[] pad, Pad mode) {
    if (pad.length % 2 != 0 || pad.length / 2 > x.shape().rank()) {
      throw new ShapeException(
          "%s cannot be padded by %s: two numbers for each axis, the last axis first."
              .formatted(x.shape(), Arrays.toString(pad)));
    }
    var y = x;
    for (int i = 0; i < pad.length / 2; i++) {
      y = mode.of(y, x.shape().rank() - 1 - i, pad[2 * i], pad[2 * i + 1]);
    }
    return y;
  }

  /** {@return x with some axes backwards} */
  public static Value flip(Value x, int... axes) {
    var y = x;
    for (int axis : axes(x, axes)) {
      y = StridedSlice.flip(y, axis);
    }
    return y;
  }

  /** {@return x moved on along an axis; what leaves it at the end comes in at the start} */
  public static Value roll(Value x, int shift, int axis) {
    int at = axis(x, axis);
    int n = x.shape().dim(at);
    int cut = Math.floorMod(-shift, n);
    return cut == 0
        ? x
        : Cat.of(at, StridedSlice.of(x, at, cut, 1, n - cut), StridedSlice.of(x, at, 0, 1, cut));
  }

  /**
   * {@return x side by side with itself along each axis}
   *
   * @param repeats how often, for the last axes, or for new ones in front too
   */
  public static Value tile(Value x, int... repeats) {
    var y = x;
    while (y.shape().rank() < repeats.length) {
      y = unsqueeze(y, 0);
    }
    for (int i = 1; i <= repeats.length; i++) {
      int axis = y.shape().rank() - i;
      int times = repeats[repeats.length - i];
      if (times != 1) {
        y = flatten(repeated(unsqueeze(y, axis), axis, times), axis, axis + 1);
      }
    }
    return y;
  }

  /** {@return x with each position along an axis so many times} */
  public static Value repeatInterleave(Value x, int repeats, int axis) {
    int at = axis(x, axis);
    return flatten(repeated(unsqueeze(x, at + 1), at + 1, repeats), at, at + 1);
  }

  private static Value repeated(Value x, int axis, int times) {
    int[] dims = x.shape().toArray();
    dims[axis] = times;
    return expand(x, Shape.of(dims));
  }

  /** {@return the given positions along an axis, in that order, any of them as often as it is} */
  public static Value indexSelect(Value x, int axis, int... indices) {
    int at = axis(x, axis);
    int n = x.shape().dim(at);
    int[] positions = Arrays.stream(indices).map(i -> i < 0 ? n + i : i).toArray();
    return AxisMap.of(x, at, SparseRows.select(n, positions));
  }

  /** {@return a map that is known beforehand, applied along an axis} */
  public static Value axisMap(Value x, int axis, SparseRows map) {
    return AxisMap.of(x, axis(x, axis), map);
  }

  /**
   * {@return x with 0 above a diagonal of its last two axes}
   *
   * @param diagonal how far it lies above the main one
   */
  public static Value tril(Value x, int diagonal) {
    return where(le(columns(x), rows(x, diagonal)), x, 0);
  }

  /**
   * {@return x with 0 below a diagonal of its last two axes}
   *
   * @param diagonal how far it lies above the main one
   */
  public static Value triu(Value x, int diagonal) {
    return where(ge(columns(x), rows(x, diagonal)), x, 0);
  }

  private static Value columns(Value x) {
    return positions(x, matrix(x).dim(1), 0);
  }

  private static Value rows(Value x, int shift) {
    return unsqueeze(positions(x, matrix(x).dim(0), shift), 1);
  }

  /** The sizes of the last two axes. */
  private static Shape matrix(Value x) {
    if (x.shape().rank() < 2) {
      throw new ShapeException("%s has no last two axes.".formatted(x.shape()));
    }
    return Shape.of(x.shape().dim(-2), x.shape().dim(-1));
  }

  /**
   * {@return a diagonal of the last two axes, which become one}
   *
   * @param offset how far it lies above the main one
   */
  public static Value diagonal(Value x, int offset) {
    var shape = matrix(x);
    int rows = shape.dim(0);
    int columns = shape.dim(1);
    int start = offset < 0 ? -offset * columns : offset;
    int count = offset < 0 ? Math.min(rows + offset, columns) : Math.min(rows, columns - offset);
    var flat = flatten(x, -2, -1);
    return StridedSlice.of(flat, flat.shape().rank() - 1, start, columns + 1, count);
  }

  /** {@return channels as squares of pixels: (…, c·r², h, w) becomes (…, c, h·r, w·r)} */
  public static Value pixelShuffle(Value x, int upscaleFactor) {
    return Composite.of(
        "pixel_shuffle",
        List.of(x),
        List.of(upscaleFactor),
        () -> {
          var squares = unflatten(x, -3, -1, upscaleFactor, upscaleFactor);
          var y = permute(squares, lastFive(squares, 0, 3, 1, 4, 2));
          return flatten(flatten(y, -2, -1), -3, -2);
        });
  }

  /** {@return squares of pixels as channels: (…, c, h·r, w·r) becomes (…, c·r², h, w)} */
  public static Value pixelUnshuffle(Value x, int downscaleFactor) {
    var rows = unflatten(x, -2, -1, downscaleFactor);
    var squares = unflatten(rows, -1, -1, downscaleFactor);
    var y = permute(squares, lastFive(squares, 0, 2, 4, 1, 3));
    return flatten(y, -5, -3);
  }

  /** The axes in order, but for the last five. */
  private static int[] lastFive(Value x, int... order) {
    int before = x.shape().rank() - order.length;
    return IntStream.concat(
            IntStream.range(0, before), Arrays.stream(order).map(axis -> before + axis))
        .toArray();
  }

  /**
   * {@return the square windows of images as columns: {@code (n, c, h, w)} becomes {@code (n, c ·
   * kernelSize², windows)}}
   *
   * @param stride how far the window moves, at least 1
   * @param padding rows and columns of zeros on each side
   * @param dilation the distance of neighbouring elements of a window, at least 1
   */
  public static Value unfold(Value x, int kernelSize, int stride, int padding, int dilation) {
    return Unfold.of(x, kernelSize, stride, padding, dilation);
  }

  /**
   * {@return images that columns add up to, each put where {@link #unfold} takes it from: {@code
   * (n, c · kernelSize², windows)} becomes {@code (n, c, height, width)}}
   *
   * @param stride how far the window moves, at least 1
   * @param padding rows and columns on each side that are left out
   * @param dilation the distance of neighbouring elements of a window, at least 1
   */
  public static Value fold(
      Value x, int height, int width, int kernelSize, int stride, int padding, int dilation) {
    return Unfold.fold(x, height, width, kernelSize, stride, padding, dilation);
  }

  /** {@return the channels (axis 1) of the groups in turn} */
  public static Value channelShuffle(Value x, int groups) {
    return flatten(transpose(unflatten(x, 1, groups, -1), 1, 2), 1, 2);
  }

  /**
   * {@return the last axes of x made larger or smaller}
   *
   * @param size of the last axes: (h, w) for pictures
   * @param alignCorners whether the outermost numbers stay where they are, instead of the outer
   *     edges of their squares
   */
  public static Value interpolate(Value x, int[] size, Interpolation mode, boolean alignCorners) {
    double[] steps = new double[size.length];
    Arrays.setAll(steps, i -> (double) x.shape().dim(axis(x, i - size.length)) / size[i]);
    return interpolated(x, size, steps, mode, alignCorners);
  }

  /**
   * {@return images sampled at the locations that a grid holds, with zeros outside them}
   *
   * @param x {@code (n, c, h, w)}, or volumes {@code (n, c, d, h, w)}
   * @param grid {@code (n, ho, wo, 2)}: where each result is sampled along w and along h, from −1,
   *     one edge, to 1, the other; of volumes {@code (n, do, ho, wo, 3)}, along w, h and d
   * @param mode nearest, linear (PyTorch's bilinear, and its default) or cubic (bicubic)
   * @param alignCorners whether −1 and 1 are the centers of the corner pixels, instead of their
   *     outer edges; PyTorch's default is false
   * @see GridSample
   */
  public static Value gridSample(Value x, Value grid, Interpolation mode, boolean alignCorners) {
    return gridSample(x, grid, mode, GridSample.Outside.ZEROS, alignCorners);
  }

  /**
   * {@return images sampled at the locations that a grid holds}
   *
   * @param x {@code (n, c, h, w)}, or volumes {@code (n, c, d, h, w)}
   * @param grid {@code (n, ho, wo, 2)}: where each result is sampled along w and along h, from −1,
   *     one edge, to 1, the other; of volumes {@code (n, do, ho, wo, 3)}, along w, h and d
   * @param mode nearest, linear (PyTorch's bilinear, and its default) or cubic (bicubic)
   * @param paddingMode what is sampled outside the images
   * @param alignCorners whether −1 and 1 are the centers of the corner pixels, instead of their
   *     outer edges
   * @see GridSample
   */
  public static Value gridSample(
      Value x,
      Value grid,
      Interpolation mode,
      GridSample.Outside paddingMode,
      boolean alignCorners) {
    return new GridSample(mode, paddingMode, alignCorners).of(x, grid);
  }

  /**
   * {@return the grid for {@link #gridSample} that an affine map of each image makes}
   *
   * @param theta {@code (n, 2, 3)}: what makes a location (w, h) in an image of (w, h, 1) in the
   *     result; of volumes {@code (n, 3, 4)}
   * @param size of the result, {@code (n, c, h, w)} or {@code (n, c, d, h, w)}
   * @param alignCorners whether −1 and 1 are the centers of the corner pixels, instead of their
   *     outer edges
   * @see <a
   *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.affine_grid.html">PyTorch</a>
   */
  public static Value affineGrid(Value theta, Shape size, boolean alignCorners) {
    return AffineGrid.of(theta, size, alignCorners);
  }

  /**
   * {@return the last axes of x so many times as large, rounded down}
   *
   * @param scaleFactor of the last axes: (h, w) for pictures
   * @param alignCorners whether the outermost numbers stay where they are, instead of the outer
   *     edges of their squares
   */
  public static Value interpolate(
      Value x, double[] scaleFactor, Interpolation mode, boolean alignCorners) {
    int[] size = new int[scaleFactor.length];
    double[] steps = new double[size.length];
    for (int i = 0; i < size.length; i++) {
      size[i] = (int) Math.floor(x.shape().dim(axis(x, i - size.length)) * scaleFactor[i]);
      steps[i] = 1 / scaleFactor[i];
    }
    return interpolated(x, size, steps, mode, alignCorners);
  }

  private static Value interpolated(
      Value x, int[] size, double[] steps, Interpolation mode, boolean alignCorners) {
    return Composite.of(
        "interpolate",
        List.of(x),
        List.of(mode, alignCorners, Arrays.stream(steps).boxed().toList()),
        () -> {
          var y = x;
          for (int i = size.length - 1; i >= 0; i--) {
            int axis = axis(x, i - size.length);
            y = resized(y, axis, size[i], steps[i], mode, alignCorners);
          }
          return y;
        });
  }

  private static Value resized(
      Value x, int axis, int out, double scale, Interpolation mode, boolean alignCorners) {
    int in = x.shape().dim(axis);
    if (out < 1 || out > SparseRows.LONGEST) {
      throw new ShapeException(
          "Axis %d of %s can be resized to sizes from 1 to %d, but not to %d."
              .formatted(axis, x.shape(), SparseRows.LONGEST, out));
    }
    return in == out && scale == 1
        ? x
        : AxisMap.of(x, axis, mode.weights(in, out, scale, alignCorners));
  }

  private static Value reduced(Value x, boolean keepdim, int... sorted) {
    if (keepdim) {
      return x;
    }
    int[] dims = x.shape().toArray();
    int n = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      if (Arrays.binarySearch(sorted, axis) < 0) {
        dims[n++] = dims[axis];
      }
    }
    return reshape(x, Shape.of(Arrays.copyOf(dims, n)));
  }

  /** Axes counted from 0, in rising order; all of them if none is given. */
  private static int[] axes(Value x, int... axes) {
    int rank = x.shape().rank();
    var sorted = axes.length == 0 ? new int[rank] : axes.clone();
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = axes.length == 0 ? i : axis(x, axes[i]);
    }
    Arrays.sort(sorted);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        throw new ShapeException("Axis %d of %s is named twice.".formatted(sorted[i], x.shape()));
      }
    }
    return sorted;
  }

  /** An axis counted from 0. */
  private static int axis(Value x, int axis) {
    int rank = x.shape().rank();
    if (axis < -rank || axis >= rank) {
      throw new ShapeException(
          "%s has no axis %d: use %d to %d.".formatted(x.shape(), axis, -rank, rank - 1));
    }
    return axis < 0 ? rank + axis : axis;
  }
}
