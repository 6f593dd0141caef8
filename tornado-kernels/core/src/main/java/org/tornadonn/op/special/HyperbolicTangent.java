package org.tornadonn.op.special;

/**
 * The hyperbolic tangent in float32, from functions that every device has.
 *
 * <p>Up to 0.6 a polynomial of degree 11, fitted to a relative error of 2.5e-9; beyond it {@code 1
 * − 2 / (exp(2x) + 1)}. Seen: within 1.5e-7 of the true value, relatively.
 */
public final class HyperbolicTangent {

  private HyperbolicTangent() {}

  /** tanh(x). */
  public static float of(float x) {
    float a = Math.abs(x);
    float z = x * x;
    float near =
        x
            * (1
                + z
                    * (-0.33333284f
                        + z
                            * (0.13331689f
                                + z * (-0.053768706f + z * (0.020753626f + z * -0.005852165f)))));
    float far = 1 - 2 / ((float) Math.exp(2 * a) + 1);
    return a < 0.6f ? near : x < 0 ? -far : far;
  }
}
