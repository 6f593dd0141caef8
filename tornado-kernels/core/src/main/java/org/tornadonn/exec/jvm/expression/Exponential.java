package org.tornadonn.exec.jvm.expression;

/**
 * Exponentials and what is made of them, within 2e-7 relatively. Made of additions and products,
 * which round the same everywhere: the Vector API's own {@code EXP} does not when the interpreter
 * runs it and when the compiled code does.
 *
 * @see <a href="https://www.netlib.org/cephes/">Cephes, expf</a>
 */
final class Exponential {

  private static final float LOG_2_E = 1.442695f;

  private static final float LN_2 = 0.6931472f;

  /** Their sum is ln 2; the first has so few digits that whole multiples of it are exact. */
  private static final float LN_2_HIGH = 0.6933594f;

  private static final float LN_2_LOW = -2.1219444e-4f;

  /** Beyond, the result is ∞. */
  private static final float HIGHEST = 89;

  /** Below, the result is 0. */
  private static final float LOWEST = -105;

  /** Beyond, a power of 2 is ∞. */
  private static final float HIGHEST_POWER = 129;

  /** Below, a power of 2 is 0. */
  private static final float LOWEST_POWER = -152;

  /** What is left of a number when this comes and goes is whole. */
  private static final float WHOLE = 12582912;

  private static final int BIAS = 127;
  private static final int FRACTION_BITS = 23;

  private Exponential() {}

  /** {@code eˣ}: {@code 2ⁿ · eʳ}, with r at most half of ln 2. */
  static Term exp(Term x) {
    var y = between(x, LOWEST, HIGHEST);
    return ofParts(whole(y), rest(y));
  }

  /** {@code exp(x + low)}, where low has the digits that x is too short for. */
  static Term exp(Term x, Term low) {
    var y = between(x, LOWEST, HIGHEST);
    return ofParts(whole(y), rest(y).add(low.blend(0, x.abs().lt(-LOWEST).not())));
  }

  /** {@code 2ˣ}: {@code 2ⁿ · 2ʳ}, with r at most a half. */
  static Term exp2(Term x) {
    var y = between(x, LOWEST_POWER, HIGHEST_POWER);
    var n = y.add(WHOLE).sub(WHOLE);
    return ofParts(n, y.sub(n).mul(LN_2));
  }

  private static Term between(Term x, float lowest, float highest) {
    var y = x.blend(highest, x.gt(highest));
    return y.blend(lowest, y.lt(lowest));
  }

  private static Term whole(Term y) {
    return y.fma(y.draft().number(LOG_2_E), WHOLE).sub(WHOLE);
  }

  private static Term rest(Term y) {
    return whole(y).fma(-LN_2_LOW, whole(y).fma(-LN_2_HIGH, y));
  }

  private static Term ofParts(Term n, Term r) {
    var p =
        r.polynomial(1.9875691e-4f, 0.0013981999f, 0.008333452f, 0.041665796f, 0.16666666f, 0.5f)
            .fma(r.mul(r), r)
            .add(1);
    // In two steps: 2ⁿ itself may be too large or too small for a number.
    var power = n.toInt();
    var half = power.shiftRight(1);
    return p.mul(powerOfTwo(half)).mul(powerOfTwo(power.sub(half)));
  }

  private static Term powerOfTwo(Bits n) {
    return n.add(BIAS).shiftLeft(FRACTION_BITS).floats();
  }

  /** {@code eˣ − 1}, as {@link org.tornadonn.op.special.ExpMinusOne} has it. */
  static Term expm1(Term x) {
    var near =
        x.polynomial(1 / 40320f, 1 / 5040f, 1 / 720f, 1 / 120f, 1 / 24f, 1 / 6f, 1 / 2f, 1).mul(x);
    return exp(x).sub(1).blend(near, x.abs().lt(0.5f));
  }

  static Term sigmoid(Term x) {
    return exp(x.neg()).add(1).reciprocal();
  }

  /** As {@link org.tornadonn.op.special.HyperbolicTangent} has it. */
  static Term tanh(Term x) {
    var a = x.abs();
    var z = x.mul(x);
    var near =
        z.polynomial(-0.005852165f, 0.020753626f, -0.053768706f, 0.13331689f, -0.33333284f, 1)
            .mul(x);
    var one = x.draft().number(1);
    var far = one.sub(x.draft().number(2).div(exp(a.add(a)).add(1)));
    return far.signed(x).blend(near, a.lt(0.6f));
  }

  /** Below 1 the first five terms of its series, which leave out less than 3e-8 of it. */
  static Term sinh(Term x) {
    var a = x.abs();
    var root = exp(a.mul(0.5f));
    var far = root.mul(0.5f).mul(root).sub(x.draft().number(0.5f).div(root.mul(root)));
    var near = x.mul(x).polynomial(1 / 362880f, 1 / 5040f, 1 / 120f, 1 / 6f, 1).mul(x);
    return far.signed(x).blend(near, a.lt(1));
  }

  static Term cosh(Term x) {
    var root = exp(x.abs().mul(0.5f));
    return root.mul(0.5f).mul(root).add(x.draft().number(0.5f).div(root.mul(root)));
  }
}
