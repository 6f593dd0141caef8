package org.tornadonn.op;

import java.util.Arrays;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.activation.Sigmoid;
import org.tornadonn.op.activation.Tanh;
import org.tornadonn.op.arithmetic.Expand;
import org.tornadonn.op.arithmetic.Reshape;
import org.tornadonn.op.arithmetic.Sum;
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
import org.tornadonn.op.elementwise.Cos;
import org.tornadonn.op.elementwise.Cosh;
import org.tornadonn.op.elementwise.Div;
import org.tornadonn.op.elementwise.Eq;
import org.tornadonn.op.elementwise.Erf;
import org.tornadonn.op.elementwise.Exp;
import org.tornadonn.op.elementwise.Expm1;
import org.tornadonn.op.elementwise.Floor;
import org.tornadonn.op.elementwise.Ge;
import org.tornadonn.op.elementwise.Gt;
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
    return pow(a, Binary.number(a, b));
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

  // Sums and their likes.

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
