package org.tornadonn.op.special;

/** The standard normal distribution in float32, and the approximation of it that a GELU may use. */
public final class NormalDistribution {

  /** {@code √½}. */
  public static final float ROOT_HALF = 0.70710677f;

  /** {@code 1 / √(2π)}. */
  public static final float DENSITY_AT_0 = 0.3989423f;

  /** {@code 2 · √(2/π)}. */
  public static final float STEEPNESS = 1.595769f;

  /** What the approximation takes of x³. */
  public static final float CUBE = 0.044715f;

  private NormalDistribution() {}

  /** Φ(x): the probability of a number below x. */
  public static float cumulative(float x) {
    return 0.5f * ErrorFunction.complement(-ROOT_HALF * x);
  }

  /** Φ′(x). */
  public static float density(float x) {
    return DENSITY_AT_0 * (float) Math.exp(-0.5f * x * x);
  }

  /** {@code 0.5 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))}, which is close to Φ(x). */
  public static float approximate(float x) {
    return 1 / (1 + (float) Math.exp(-STEEPNESS * (x + CUBE * x * x * x)));
  }

  /** The derivative of {@link #approximate}. */
  public static float approximateDensity(float x) {
    float y = approximate(x);
    return y * (1 - y) * STEEPNESS * (1 + 3 * CUBE * x * x);
  }
}
