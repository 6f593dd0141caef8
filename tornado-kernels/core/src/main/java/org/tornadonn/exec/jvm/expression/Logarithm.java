package org.tornadonn.exec.jvm.expression;

/**
 * Logarithms and what is made of them, within 2e-7 relatively; of additions and products alone,
 * like {@link Exponential}.
 *
 * @see <a href="https://www.netlib.org/cephes/">Cephes, logf</a>
 */
final class Logarithm {

  private static final float LN_2 = 0.6931472f;
  private static final float LN_2_HIGH = 0.6933594f;
  private static final float LN_2_LOW = -2.1219444e-4f;
  private static final float ROOT_2 = 1.4142135f;
  private static final float TWO_TO_23 = 8388608;

  private static final int FRACTION = 0x007fffff;
  private static final int ONE = 0x3f800000;
  private static final int BIAS = 127;
  private static final int FRACTION_BITS = 23;

  /** From here on {@code log(2x)} is as near as float32 can be, and squares do not overflow yet. */
  private static final float FAR = 10_000;

  private Logarithm() {}

  /** {@code 2ᵉ · m}, with m from √½ to √2. */
  private record Parts(Term e, Term m) {

    /** The parts of a number that is above 0 and finite. */
    static Parts of(Term x) {
      var isSmall = x.lt(Float.MIN_NORMAL);
      var bits = x.blend(x.mul(TWO_TO_23), isSmall).bits();
      var exponent = bits.shiftRightUnsigned(FRACTION_BITS).add(-BIAS).toFloat();
      var e = exponent.blend(exponent.sub(FRACTION_BITS), isSmall);
      var m = bits.and(FRACTION).or(ONE).floats();
      var isLarge = m.gt(ROOT_2);
      return new Parts(e.blend(e.add(1), isLarge), m.blend(m.mul(0.5f), isLarge));
    }
  }

  /**
   * The logarithm of a number that is not negative, as a sum of two, within 1e-9 relatively.
   *
   * <p>{@code ln m = 2 · artanh t} with {@code t = (m − 1) / (m + 1)}; all of its series but the
   * first term is less than a hundredth of it, and needs no more digits than a float has.
   */
  record Twofold(Term high, Term low) {

    static Twofold of(Term x) {
      var parts = Parts.of(x);
      var e = parts.e();
      var over = parts.m().sub(1);
      var under = parts.m().add(1);
      var lost = parts.m().sub(under.sub(1));
      var t = over.div(under);
      var tLow = t.neg().fma(under, over).sub(t.mul(lost)).div(under);
      var z = t.mul(t);
      var series = z.polynomial(2 / 11f, 2 / 9f, 2 / 7f, 2 / 5f, 2 / 3f).mul(z).mul(t);
      var whole = e.mul(LN_2_HIGH);
      var twice = t.add(t);
      var high = whole.add(twice);
      var low = twice.sub(high.sub(whole)).add(e.fma(LN_2_LOW, tLow.add(tLow).add(series)));
      high = high.blend(x, x.lt(Float.POSITIVE_INFINITY).not());
      return new Twofold(high.blend(Float.NEGATIVE_INFINITY, x.eq(0)), low);
    }
  }

  /** {@code ln x}: {@code e · ln 2 + ln m}. */
  static Term log(Term x) {
    var parts = Parts.of(x);
    var e = parts.e();
    var m = parts.m().sub(1);
    var z = m.mul(m);
    var p =
        m.polynomial(
                0.070376836f,
                -0.1151461f,
                0.116769984f,
                -0.12420141f,
                0.14249323f,
                -0.16668057f,
                0.20000714f,
                -0.24999994f,
                0.3333333f)
            .mul(m)
            .mul(z);
    var y = e.fma(LN_2_HIGH, z.fma(-0.5f, e.fma(LN_2_LOW, p)).add(m));
    // ∞ and NaN stay; 0 gives −∞, and what is below it NaN.
    y = y.blend(x, x.lt(Float.POSITIVE_INFINITY).not());
    y = y.blend(Float.NEGATIVE_INFINITY, x.eq(0));
    return y.blend(Float.NaN, x.lt(0));
  }

  /** {@code ln(1 + x)}: what the sum loses of x changes its logarithm by as much as it is of it. */
  static Term log1p(Term x) {
    var sum = x.add(1);
    var lost = x.sub(sum.sub(1)).div(sum);
    var far = log(sum);
    return far.blend(far.add(lost), x.abs().le(0.5f)).blend(x, x.eq(0));
  }

  static Term atanh(Term x) {
    var a = x.abs();
    return log1p(a.add(a).div(x.draft().number(1).sub(a))).mul(0.5f).signed(x);
  }

  static Term asinh(Term x) {
    var a = x.abs();
    var z = a.mul(a);
    return farOr(a, a.add(z.div(z.add(1).sqrt().add(1)))).signed(x);
  }

  static Term acosh(Term x) {
    var less = x.sub(1);
    return farOr(x, less.add(less.sqrt().mul(x.add(1).sqrt())));
  }

  /** {@code ln 2a} for a large a, else {@code ln(1 + near)}. */
  private static Term farOr(Term a, Term near) {
    var isFar = a.gt(FAR);
    return log1p(near.blend(a.sub(1), isFar)).add(a.draft().number(0).blend(LN_2, isFar));
  }
}
