package org.tornadonn.exec.jvm.elementwise;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.F2I;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.tornadonn.op.special.ExpMinusOne;

/**
 * Exponentials of vectors, within 2e-7 relatively. Made of additions and products, which round the
 * same everywhere: the Vector API's own {@code EXP} does not when the interpreter runs it and when
 * the compiled code does. What calls {@link #exp} does so first: the compiler stops taking methods
 * into a loop that has become long.
 *
 * @see <a href="https://www.netlib.org/cephes/">Cephes, expf</a>
 */
final class VectorExponential {

  private static final float LOG_2_E = 1.442695f;

  /** Their sum is ln 2; the first has so few digits that whole multiples of it are exact. */
  private static final float LN_2_HIGH = 0.6933594f;

  private static final float LN_2_LOW = -2.1219444e-4f;

  /** Beyond, the result is ∞. */
  private static final float HIGHEST = 89;

  /** Below, the result is 0. */
  private static final float LOWEST = -105;

  /** What is left of a number when this comes and goes is whole. */
  private static final float WHOLE = 12582912;

  private static final int BIAS = 127;
  private static final int FRACTION_BITS = 23;

  private VectorExponential() {}

  /** {@code eˣ}: {@code 2ⁿ · eʳ}, with r at most half of ln 2. */
  static FloatVector exp(FloatVector x) {
    var y = x.blend(HIGHEST, x.compare(GT, HIGHEST));
    y = y.blend(LOWEST, y.compare(LT, LOWEST));
    var n = y.mul(LOG_2_E).add(WHOLE).sub(WHOLE);
    var r = y.sub(n.mul(LN_2_HIGH)).sub(n.mul(LN_2_LOW));
    var p =
        r.mul(1.9875691e-4f)
            .add(0.0013981999f)
            .mul(r)
            .add(0.008333452f)
            .mul(r)
            .add(0.041665796f)
            .mul(r)
            .add(0.16666666f)
            .mul(r)
            .add(0.5f)
            .mul(r)
            .mul(r)
            .add(r)
            .add(1);
    // In two steps: 2ⁿ itself may be too large or too small for a number.
    var power = (IntVector) n.convert(F2I, 0);
    var half = power.lanewise(ASHR, 1);
    return p.mul(powerOfTwo(half)).mul(powerOfTwo(power.sub(half)));
  }

  private static FloatVector powerOfTwo(IntVector n) {
    return n.add(BIAS).lanewise(LSHL, FRACTION_BITS).reinterpretAsFloats();
  }

  /** {@link ExpMinusOne}. */
  static FloatVector expm1(FloatVector x) {
    var far = exp(x).sub(1);
    var sum =
        x.mul(1 / 40320f)
            .add(1 / 5040f)
            .mul(x)
            .add(1 / 720f)
            .mul(x)
            .add(1 / 120f)
            .mul(x)
            .add(1 / 24f)
            .mul(x)
            .add(1 / 6f)
            .mul(x)
            .add(1 / 2f)
            .mul(x)
            .add(1);
    return far.blend(x.mul(sum), x.abs().compare(LT, 0.5f));
  }

  /** Below 1 the first five terms of its series, which leave out less than 3e-8 of it. */
  static FloatVector sinh(FloatVector x) {
    var a = x.abs();
    var root = exp(a.mul(0.5f));
    var far = root.mul(0.5f).mul(root).sub(Functions.reciprocal(root.mul(root)).mul(0.5f));
    var z = x.mul(x);
    var near =
        z.mul(1 / 362880f)
            .add(1 / 5040f)
            .mul(z)
            .add(1 / 120f)
            .mul(z)
            .add(1 / 6f)
            .mul(z)
            .add(1)
            .mul(x);
    return signed(far, x).blend(near, a.compare(LT, 1));
  }

  private static FloatVector signed(FloatVector y, FloatVector x) {
    return y.blend(y.neg(), x.compare(LT, 0));
  }
}
