package org.tornadonn.exec.jvm.expression;

import org.tornadonn.op.special.ErrorFunction;
import org.tornadonn.op.special.NormalDistribution;

/** {@link ErrorFunction} and {@link NormalDistribution}, with the same polynomials. */
final class ErrorFunctions {

  private ErrorFunctions() {}

  static Term erf(Term x) {
    var far = complement(x.abs()).neg().add(1).signed(x);
    var z = x.mul(x);
    var near =
        z.polynomial(
                -1 / 6894720f,
                1 / 685440f,
                -1 / 75600f,
                1 / 9360f,
                -1 / 1320f,
                1 / 216f,
                -1 / 42f,
                1 / 10f,
                -1 / 3f,
                1)
            .mul(x.mul(1.1283792f));
    return far.blend(near, z.lt(0.5625f));
  }

  /** {@code 1 − erf(x)}. */
  static Term complement(Term x) {
    var a = x.abs();
    var t = a.mul(0.35f).add(1).reciprocal();
    var p =
        t.polynomial(
            0.038401324f,
            -0.1589298f,
            0.18146484f,
            -0.027710577f,
            0.08702294f,
            0.14603989f,
            0.151187f,
            0.18790223f,
            0.19713838f,
            0.19748378f);
    var tail = t.mul(p).mul(Exponential.exp(a.mul(a).neg()));
    return tail.blend(tail.neg().add(2), x.lt(0));
  }

  /** Φ(x). */
  static Term cumulative(Term x) {
    return complement(x.mul(-NormalDistribution.ROOT_HALF)).mul(0.5f);
  }

  /** The derivative of {@code x · Φ(x)}. */
  static Term slope(Term x) {
    var density = Exponential.exp(x.mul(-0.5f).mul(x)).mul(NormalDistribution.DENSITY_AT_0);
    return cumulative(x).add(x.mul(density));
  }

  /** What is close to Φ(x), made of a tanh. */
  static Term approximate(Term x) {
    var cube = x.mul(NormalDistribution.CUBE).mul(x).mul(x);
    return Exponential.sigmoid(x.add(cube).mul(NormalDistribution.STEEPNESS));
  }

  /** The derivative of {@code x} times that. */
  static Term approximateSlope(Term x) {
    var y = approximate(x);
    var steepness =
        x.mul(x).mul(3 * NormalDistribution.CUBE).add(1).mul(NormalDistribution.STEEPNESS);
    return y.add(x.mul(y).mul(y.neg().add(1)).mul(steepness));
  }
}
