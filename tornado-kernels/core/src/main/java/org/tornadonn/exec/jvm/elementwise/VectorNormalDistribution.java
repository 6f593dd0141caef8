package org.tornadonn.exec.jvm.elementwise;

import jdk.incubator.vector.FloatVector;
import org.tornadonn.op.special.NormalDistribution;

/** {@link NormalDistribution} of vectors. */
final class VectorNormalDistribution {

  private VectorNormalDistribution() {}

  static FloatVector cumulative(FloatVector x) {
    return VectorErrorFunction.complement(x.mul(-NormalDistribution.ROOT_HALF)).mul(0.5f);
  }

  /** The derivative of {@code x · Φ(x)}. */
  static FloatVector slope(FloatVector x) {
    var density = VectorExponential.exp(x.mul(-0.5f).mul(x)).mul(NormalDistribution.DENSITY_AT_0);
    return cumulative(x).add(x.mul(density));
  }

  static FloatVector approximate(FloatVector x) {
    var cube = x.mul(NormalDistribution.CUBE).mul(x).mul(x);
    return Functions.sigmoid(x.add(cube).mul(NormalDistribution.STEEPNESS));
  }

  /** The derivative of {@code x} times that. */
  static FloatVector approximateSlope(FloatVector x) {
    var y = approximate(x);
    var steepness =
        x.mul(x).mul(3 * NormalDistribution.CUBE).add(1).mul(NormalDistribution.STEEPNESS);
    return y.add(x.mul(y).mul(y.neg().add(1)).mul(steepness));
  }
}
