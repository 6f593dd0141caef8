package org.tornadonn.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.util.FastMath;
import org.tornadonn.conformance.FunctionCase.Input;
import org.tornadonn.conformance.oracle.Tensor;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Functions of elements that are made of others: PyTorch's name, the function, what it is by
 * definition, and between which numbers. {@code functions.py} reads these lines for its own.
 */
final class CompositionCases {

  private static final Shape SHAPE = Shape.of(5, 7);

  /** Roundings of the functions that one is made of. */
  private static final int TERMS = 16;

  private static final float[] NONE = {
    0, -0f, 1, -1, 2.5f, -2.5f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
  };

  private CompositionCases() {}

  static List<FunctionCase> all() {
    return List.of(
        one("square", F::square, x -> x * x, -3, 3),
        one("log2", F::log2, x -> Math.log(x) / Math.log(2), 0.25, 5),
        one("log10", F::log10, Math::log10, 0.25, 5),
        one("logit", F::logit, x -> Math.log(x / (1 - x)), 0.125, 0.875),
        flat("trunc", F::trunc, x -> x < 0 ? Math.ceil(x) : Math.floor(x), -4, 4),
        one("frac", F::frac, x -> x % 1, -4, 4),
        one("sinc", F::sinc, x -> Math.sin(Math.PI * x) / (Math.PI * x), 0.5, 3),
        one("rad2deg", F::rad2deg, Math::toDegrees, -3, 3),
        one("deg2rad", F::deg2rad, Math::toRadians, -90, 90),
        flat("isinf", F::isinf, x -> Double.isInfinite(x) ? 1 : 0, -3, 3),
        flat("isfinite", F::isfinite, x -> Double.isFinite(x) ? 1 : 0, -3, 3),
        one("nan_to_num", F::nanToNum, x -> x, -3, 3),
        one("softsign", F::softsign, x -> x / (1 + Math.abs(x)), -3, 3),
        flat("logical_not", F::logicalNot, x -> x == 0 ? 1 : 0, -3, 3),
        flats("logical_and", F::logicalAnd, (a, b) -> a != 0 && b != 0 ? 1 : 0, -3, 3),
        two("fmod", F::fmod, (a, b) -> a % b, 0.5, 3),
        two("xlogy", F::xlogy, (a, b) -> a * Math.log(b), 0.25, 3),
        two("logaddexp", F::logaddexp, CompositionCases::logAddExp, -8, 8),
        flats("heaviside", F::heaviside, (a, _) -> a > 0 ? 1 : 0, -3, 3),
        two("lerp", (a, b) -> F.lerp(a, b, b), (a, b) -> a + b * (b - a), -3, 3),
        two("addcmul", (a, b) -> F.addcmul(a, b, b, 0.5f), (a, b) -> a + 0.5 * b * b, -3, 3),
        two("addcdiv", (a, b) -> F.addcdiv(a, a, b, 0.5f), (a, b) -> a + 0.5 * a / b, 0.5, 3),
        special("nan_to_num of none", F::nanToNum, CompositionCases::numbered),
        special("sinc of none", F::sinc, x -> x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)),
        specials("fmod of none", F::fmod, (a, b) -> a % b),
        specials("xlogy of none", F::xlogy, CompositionCases::xLogY),
        specials("logaddexp of none", F::logaddexp, CompositionCases::logAddExp),
        specials("heaviside of none", F::heaviside, (a, b) -> a == 0 ? b : a > 0 ? 1 : 0));
  }

  private static double logAddExp(double a, double b) {
    return a == b ? a + Math.log(2) : Math.max(a, b) + FastMath.log1p(Math.exp(-Math.abs(a - b)));
  }

  private static double xLogY(double a, double b) {
    return a == 0 && !Double.isNaN(b) ? 0 : a * Math.log(b);
  }

  private static double numbered(double x) {
    return Double.isNaN(x) ? 0 : Math.clamp(x, -Float.MAX_VALUE, Float.MAX_VALUE);
  }

  private static FunctionCase one(
      String name, UnaryOperator<Value> f, DoubleUnaryOperator y, double low, double high) {
    return of(name, true, f, y, numbers(941, low, high));
  }

  private static FunctionCase two(
      String name, BinaryOperator<Value> f, DoubleBinaryOperator y, double low, double high) {
    return of(name, true, f, y, numbers(941, low, high), numbers(942, low, high));
  }

  /** Without a gradient. */
  private static FunctionCase flat(
      String name, UnaryOperator<Value> f, DoubleUnaryOperator y, double low, double high) {
    return of(name, false, f, y, numbers(941, low, high));
  }

  private static FunctionCase flats(
      String name, BinaryOperator<Value> f, DoubleBinaryOperator y, double low, double high) {
    return of(name, false, f, y, numbers(941, low, high), numbers(942, low, high));
  }

  private static float[] numbers(int seed, double low, double high) {
    var numbers = Numbers.of(seed, SHAPE.size());
    float middle = (float) (low + high) / 2;
    float reach = (float) (high - low) / 2;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = middle + reach * numbers[i];
    }
    return numbers;
  }

  private static FunctionCase special(String name, UnaryOperator<Value> f, DoubleUnaryOperator y) {
    return of(name, false, f, y, NONE);
  }

  /** Each of them with each. */
  private static FunctionCase specials(
      String name, BinaryOperator<Value> f, DoubleBinaryOperator y) {
    var a = new float[NONE.length * NONE.length];
    var b = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      a[i] = NONE[i % NONE.length];
      b[i] = NONE[i / NONE.length];
    }
    return of(name, false, f, y, a, b);
  }

  private static FunctionCase of(
      String name,
      boolean differentiable,
      UnaryOperator<Value> f,
      DoubleUnaryOperator y,
      float[] x) {
    return new FunctionCase(
        name,
        true,
        differentiable,
        TERMS,
        List.of(new Input(Shape.of(x.length), x, differentiable)),
        in -> f.apply(in[0]),
        in -> new Tensor(in[0].shape(), Arrays.stream(in[0].numbers()).map(y).toArray()));
  }

  private static FunctionCase of(
      String name,
      boolean differentiable,
      BinaryOperator<Value> f,
      DoubleBinaryOperator y,
      float[] a,
      float[] b) {
    var shape = Shape.of(a.length);
    return new FunctionCase(
        name,
        true,
        differentiable,
        TERMS,
        List.of(new Input(shape, a, differentiable), new Input(shape, b, differentiable)),
        in -> f.apply(in[0], in[1]),
        in ->
            new Tensor(
                in[0].shape(),
                IntStream.range(0, in[0].size())
                    .mapToDouble(i -> y.applyAsDouble(in[0].numbers()[i], in[1].numbers()[i]))
                    .toArray()));
  }
}
