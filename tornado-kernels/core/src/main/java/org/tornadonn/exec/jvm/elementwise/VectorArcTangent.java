package org.tornadonn.exec.jvm.elementwise;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.IS_NAN;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.OR;

import jdk.incubator.vector.FloatVector;

/**
 * Angles of vectors of points, within 4e-7; of additions and products alone, like {@link
 * VectorExponential}.
 *
 * @see <a href="https://www.netlib.org/cephes/">Cephes, atanf</a>
 */
final class VectorArcTangent {

  private static final float PI = 3.1415927f;
  private static final float QUARTER = 0.7853982f;

  /** The tangent of an eighth of a half circle. */
  private static final float EIGHTH = 0.41421357f;

  private static final int SIGN = 0x80000000;

  private VectorArcTangent() {}

  /** The angle of the points (x, y), with its signs as {@link Math#atan2} has them. */
  static FloatVector atan2(FloatVector y, FloatVector x) {
    var up = y.abs();
    var right = x.abs();
    var isSteep = up.compare(GT, right);
    var small = up.blend(right, isSteep);
    var large = right.blend(up, isSteep);
    var t = small.div(large);
    t = t.blend(0, small.compare(EQ, 0)); // 0 / 0, too; NaN is not 0
    t = t.blend(1, small.compare(EQ, Float.POSITIVE_INFINITY));
    t = t.blend(t.mul(0).add(large), large.test(IS_NAN));
    var angle = ofRatio(t);
    angle = angle.blend(angle.neg().add(PI / 2), isSteep);
    angle =
        angle.blend(
            angle.neg().add(PI), x.reinterpretAsInts().compare(LT, 0).cast(angle.species()));
    var sign = y.reinterpretAsInts().lanewise(AND, SIGN);
    return angle.reinterpretAsInts().lanewise(OR, sign).reinterpretAsFloats();
  }

  /** For t from 0 to 1. */
  private static FloatVector ofRatio(FloatVector t) {
    var isFar = t.compare(GT, EIGHTH);
    var u = t.blend(t.sub(1).div(t.add(1)), isFar);
    var z = u.mul(u);
    var p =
        z.mul(0.080537446f)
            .sub(0.13877685f)
            .mul(z)
            .add(0.19977711f)
            .mul(z)
            .sub(0.3333295f)
            .mul(z)
            .mul(u)
            .add(u);
    return p.blend(p.add(QUARTER), isFar);
  }
}
