package org.tornadonn.exec.jvm.expression;

/**
 * Powers, within 3e-7 relatively: logarithms are known to twice the digits of a float, since a
 * product with the exponent makes their error as much larger.
 */
final class Power {

  private Power() {}

  /** {@code aᵇ}, with the special cases of {@link Math#pow}; of 1 and of −1 to ∞, 1. */
  static Term pow(Term a, Term b) {
    var size = a.abs();
    var log = Logarithm.Twofold.of(size);
    var y = b.mul(log.high());
    var low = b.fma(log.high(), y.neg()).add(b.mul(log.low()));
    var power = Exponential.exp(y, low);
    power = power.blend(1, size.eq(1));
    var half = b.mul(0.5f);
    var isWhole = Rounded.nearest(b).eq(b);
    var isOdd = isWhole.and(Rounded.nearest(half).ne(half));
    var isNegative = a.draft().number(1).signed(a).lt(0);
    power = power.blend(power.neg(), isNegative.and(isOdd));
    var isFinite = a.gt(Float.NEGATIVE_INFINITY).and(a.lt(0));
    power = power.blend(Float.NaN, isFinite.and(isWhole.not()));
    return power.blend(1, b.eq(0).or(a.eq(1)));
  }
}
