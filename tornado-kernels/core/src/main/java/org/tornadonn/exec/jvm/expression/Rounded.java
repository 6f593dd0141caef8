package org.tornadonn.exec.jvm.expression;

/** Whole numbers and what is left of numbers without them. */
final class Rounded {

  /** From here on, every float32 is whole. */
  private static final float WHOLE = 8388608;

  private Rounded() {}

  /**
   * The nearest whole number, of two the even one: what is left when a large number comes and goes.
   */
  static Term nearest(Term x) {
    var size = x.abs();
    var whole = size.add(WHOLE).sub(WHOLE).signed(x);
    return x.blend(whole, size.lt(WHOLE));
  }

  static Term floor(Term x) {
    var near = nearest(x);
    return near.blend(near.sub(1), near.gt(x));
  }

  static Term ceil(Term x) {
    return floor(x.neg()).neg();
  }

  /**
   * {@code a − b · ⌊a / b⌋}. Subtracting the nearest multiple is exact, as that of a quotient of 24
   * bits is; the second time, the rest is below b, while a / b was below 2⁴⁶.
   */
  static Term remainder(Term a, Term b) {
    var rest = withoutMultiple(withoutMultiple(a, b), b);
    var zero = a.draft().number(0);
    var isOther = rest.lt(zero).and(zero.lt(b)).or(zero.lt(rest).and(b.lt(zero)));
    var finite = rest.blend(rest.add(b), isOther);
    var isApart = a.lt(zero).and(zero.lt(b)).or(zero.lt(a).and(b.lt(zero)));
    var infinite = a.blend(b, isApart).add(a.mul(0));
    return finite.blend(infinite, b.abs().eq(Float.POSITIVE_INFINITY));
  }

  private static Term withoutMultiple(Term a, Term b) {
    return nearest(a.div(b)).neg().fma(b, a);
  }
}
