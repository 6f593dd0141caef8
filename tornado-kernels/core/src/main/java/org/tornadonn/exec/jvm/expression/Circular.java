package org.tornadonn.exec.jvm.expression;

/**
 * Sines, cosines and tangents of numbers up to {@link #BOUND}, within 2e-7 relatively; of additions
 * and products alone, like {@link Exponential}.
 *
 * @see <a href="https://www.netlib.org/cephes/">Cephes, sinf</a>
 */
final class Circular {

  /** Beyond, a quarter turn is not known to enough digits. */
  static final float BOUND = 50_000;

  private static final float PER_QUARTER = 0.63661975f;

  /** Their sum is π/2. */
  private static final float QUARTER = 1.5707964f;

  private static final float QUARTER_LOW = -4.371139e-8f;
  private static final float QUARTER_LOWEST = -1.7151245e-15f;

  private Circular() {}

  /** What is left of x without whole quarter turns, and how many of those there are. */
  private record Turned(Term rest, Bits quarters) {

    static Turned of(Term x) {
      var n = Rounded.nearest(x.mul(PER_QUARTER));
      var rest = n.fma(-QUARTER_LOWEST, n.fma(-QUARTER_LOW, n.fma(-QUARTER, x)));
      return new Turned(rest, n.toInt());
    }

    Term sine() {
      var z = rest.mul(rest);
      return z.polynomial(-1.9515296e-4f, 0.008332161f, -0.16666655f)
          .mul(z)
          .fma(rest, rest)
          .blend(rest, rest.eq(0)); // −0
    }

    Term cosine() {
      var z = rest.mul(rest);
      var p = z.polynomial(2.4433157e-5f, -0.0013887316f, 0.041666646f);
      return p.mul(z).fma(z, z.fma(-0.5f, rest.draft().number(1)));
    }

    /** The sine of so many quarter turns more. */
    Term sine(int more) {
      var turns = quarters.add(more);
      var y = sine().blend(cosine(), has(turns, 1));
      return y.blend(y.neg(), has(turns, 2));
    }

    static Truth has(Bits number, int bit) {
      return number.and(bit).toFloat().gt(0);
    }
  }

  static Term sin(Term x) {
    return Turned.of(x).sine(0);
  }

  static Term cos(Term x) {
    return Turned.of(x).sine(1);
  }

  static Term tan(Term x) {
    var turned = Turned.of(x);
    var sine = turned.sine();
    var cosine = turned.cosine();
    var isOdd = Turned.has(turned.quarters(), 1);
    return sine.blend(cosine.neg(), isOdd).div(cosine.blend(sine, isOdd));
  }
}
