package org.tornadonn.exec.jvm.expression;

/**
 * Angles of numbers and points, within 4e-7; of additions and products alone, like {@link
 * Exponential}.
 *
 * @see <a href="https://www.netlib.org/cephes/">Cephes, atanf and asinf</a>
 */
final class Angles {

  private static final float PI = 3.1415927f;
  private static final float HALF = 1.5707964f;
  private static final float QUARTER = 0.7853982f;

  /** The tangent of an eighth of a half circle. */
  private static final float EIGHTH = 0.41421357f;

  private Angles() {}

  /** The angle of the points (x, y), with its signs as {@link Math#atan2} has them. */
  static Term atan2(Term y, Term x) {
    var up = y.abs();
    var right = x.abs();
    var isSteep = right.lt(up);
    var small = up.blend(right, isSteep);
    var large = right.blend(up, isSteep);
    var t = small.div(large);
    t = t.blend(0, small.eq(0)); // 0 / 0, too; NaN is not 0
    t = t.blend(1, small.eq(Float.POSITIVE_INFINITY));
    t = t.blend(t.mul(0).add(large), large.isNaN());
    var angle = ofRatio(t);
    angle = angle.blend(angle.neg().add(HALF), isSteep);
    var isLeft = x.draft().number(1).signed(x).lt(0); // −0, too
    return angle.blend(angle.neg().add(PI), isLeft).signed(y);
  }

  static Term atan(Term x) {
    var a = x.abs();
    var isSteep = a.gt(1);
    var one = x.draft().number(1);
    var angle = ofRatio(a.blend(one.div(a), isSteep));
    return angle.blend(angle.neg().add(HALF), isSteep).signed(x);
  }

  /** For t from 0 to 1. */
  private static Term ofRatio(Term t) {
    var isFar = t.gt(EIGHTH);
    var u = t.blend(t.sub(1).div(t.add(1)), isFar);
    var z = u.mul(u);
    var p = z.polynomial(0.080537446f, -0.13877685f, 0.19977711f, -0.3333295f).mul(z).fma(u, u);
    return p.blend(p.add(QUARTER), isFar);
  }

  static Term asin(Term x) {
    var a = x.abs();
    var isFar = a.gt(0.5f);
    var z = x.mul(x).blend(a.neg().add(1).mul(0.5f), isFar);
    var angle = ofSine(a.blend(z.sqrt(), isFar), z);
    return angle.blend(angle.add(angle).neg().add(HALF), isFar).signed(x);
  }

  static Term acos(Term x) {
    var a = x.abs();
    var isFar = a.gt(0.5f);
    var z = x.mul(x).blend(a.neg().add(1).mul(0.5f), isFar);
    var angle = ofSine(a.blend(z.sqrt(), isFar), z);
    var twice = angle.add(angle);
    var far = twice.blend(twice.neg().add(PI), x.lt(0));
    return angle.signed(x).neg().add(HALF).blend(far, isFar);
  }

  /**
   * The angle whose sine is s, at most 1/2.
   *
   * @param z s²
   */
  private static Term ofSine(Term s, Term z) {
    return z.polynomial(0.0421632f, 0.02418131f, 0.045470025f, 0.074953005f, 0.16666752f)
        .mul(z)
        .fma(s, s);
  }
}
