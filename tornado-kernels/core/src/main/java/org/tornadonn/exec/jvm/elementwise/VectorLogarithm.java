package org.tornadonn.exec.jvm.elementwise;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.OR;

import jdk.incubator.vector.FloatVector;
import org.tornadonn.op.special.LogOnePlus;

/**
 * Logarithms of vectors, within 2e-7 relatively; of additions and products alone, like {@link
 * VectorExponential}.
 *
 * @see <a href="https://www.netlib.org/cephes/">Cephes, logf</a>
 */
final class VectorLogarithm {

  private static final float LN_2_HIGH = 0.6933594f;
  private static final float LN_2_LOW = -2.1219444e-4f;
  private static final float ROOT_2 = 1.4142135f;
  private static final float TWO_TO_23 = 8388608;

  private static final int FRACTION = 0x007fffff;
  private static final int ONE = 0x3f800000;
  private static final int BIAS = 127;
  private static final int FRACTION_BITS = 23;

  private VectorLogarithm() {}

  /** {@code ln x}: {@code e · ln 2 + ln m}, with m from √½ to √2. */
  static FloatVector log(FloatVector x) {
    var isSmall = x.compare(LT, Float.MIN_NORMAL);
    var bits = x.blend(x.mul(TWO_TO_23), isSmall).reinterpretAsInts();
    var exponent = (FloatVector) bits.lanewise(LSHR, FRACTION_BITS).sub(BIAS).convert(I2F, 0);
    var e = exponent.blend(exponent.sub(FRACTION_BITS), isSmall);
    var m = bits.lanewise(AND, FRACTION).lanewise(OR, ONE).reinterpretAsFloats();
    var isLarge = m.compare(LE, ROOT_2).not();
    m = m.blend(m.mul(0.5f), isLarge).sub(1);
    e = e.blend(e.add(1), isLarge);
    var z = m.mul(m);
    var p =
        m.mul(0.070376836f)
            .sub(0.1151461f)
            .mul(m)
            .add(0.116769984f)
            .mul(m)
            .sub(0.12420141f)
            .mul(m)
            .add(0.14249323f)
            .mul(m)
            .sub(0.16668057f)
            .mul(m)
            .add(0.20000714f)
            .mul(m)
            .sub(0.24999994f)
            .mul(m)
            .add(0.3333333f)
            .mul(m)
            .mul(z);
    var y = p.add(e.mul(LN_2_LOW)).sub(z.mul(0.5f)).add(m).add(e.mul(LN_2_HIGH));
    // ∞ and NaN stay; 0 gives −∞, and what is below it NaN.
    y = y.blend(x, x.compare(LT, Float.POSITIVE_INFINITY).not());
    y = y.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0));
    return y.blend(Float.NaN, x.compare(LT, 0));
  }

  /** {@link LogOnePlus}, anywhere. */
  static FloatVector log1p(FloatVector x) {
    var far = log(x.add(1));
    var z = x.div(x.add(2));
    var q = z.mul(z);
    var sum =
        q.mul(1 / 15f)
            .add(1 / 13f)
            .mul(q)
            .add(1 / 11f)
            .mul(q)
            .add(1 / 9f)
            .mul(q)
            .add(1 / 7f)
            .mul(q)
            .add(1 / 5f)
            .mul(q)
            .add(1 / 3f)
            .mul(q)
            .add(1);
    return far.blend(z.add(z).mul(sum), x.abs().compare(LE, 0.5f));
  }
}
