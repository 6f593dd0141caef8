package org.tornadonn.exec.jvm.elementwise;

import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import org.tornadonn.op.special.ErrorFunction;

/** {@link ErrorFunction} of vectors, with the same polynomials. */
final class VectorErrorFunction {

  private VectorErrorFunction() {}

  static FloatVector of(FloatVector x) {
    var far = complement(x.abs()).neg().add(1);
    var z = x.mul(x);
    var sum =
        z.mul(-1 / 6894720f)
            .add(1 / 685440f)
            .mul(z)
            .sub(1 / 75600f)
            .mul(z)
            .add(1 / 9360f)
            .mul(z)
            .sub(1 / 1320f)
            .mul(z)
            .add(1 / 216f)
            .mul(z)
            .sub(1 / 42f)
            .mul(z)
            .add(1 / 10f)
            .mul(z)
            .sub(1 / 3f)
            .mul(z)
            .add(1);
    var near = x.mul(1.1283792f).mul(sum);
    far = far.blend(far.neg(), x.compare(LT, 0));
    return far.blend(near, z.compare(LT, 0.5625f));
  }

  static FloatVector complement(FloatVector x) {
    var a = x.abs();
    var bell = VectorExponential.exp(a.mul(a).neg());
    var t = Functions.reciprocal(a.mul(0.35f).add(1));
    var p =
        t.mul(0.038401324f)
            .sub(0.1589298f)
            .mul(t)
            .add(0.18146484f)
            .mul(t)
            .sub(0.027710577f)
            .mul(t)
            .add(0.08702294f)
            .mul(t)
            .add(0.14603989f)
            .mul(t)
            .add(0.151187f)
            .mul(t)
            .add(0.18790223f)
            .mul(t)
            .add(0.19713838f)
            .mul(t)
            .add(0.19748378f);
    var tail = t.mul(p).mul(bell);
    return tail.blend(tail.neg().add(2), x.compare(LT, 0));
  }
}
