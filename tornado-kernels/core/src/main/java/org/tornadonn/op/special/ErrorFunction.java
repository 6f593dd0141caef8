package org.tornadonn.op.special;

/**
 * The error function and its complement in float32, from functions that every device has.
 *
 * <p>{@code erfc(x) = t · p(t) · exp(−x²)} with {@code t = 1 / (1 + 0.35 x)} for x from 0 up, and
 * {@code 2 − erfc(−x)} below; p is a polynomial of degree 9, fitted to a relative error of 7.2e-9
 * up to x = 10. Seen in float32: within 3e-7 of the true value, absolutely.
 */
public final class ErrorFunction {

  private ErrorFunction() {}

  /**
   * erf(x): below 0.75 the first ten terms of its series, which leave out less than 1e-9 of it, and
   * beyond that {@code 1 − erfc(x)}.
   */
  public static float of(float x) {
    float z = x * x;
    float sum = -1 / 6894720f;
    sum = sum * z + 1 / 685440f;
    sum = sum * z - 1 / 75600f;
    sum = sum * z + 1 / 9360f;
    sum = sum * z - 1 / 1320f;
    sum = sum * z + 1 / 216f;
    sum = sum * z - 1 / 42f;
    sum = sum * z + 1 / 10f;
    sum = sum * z - 1 / 3f;
    sum = sum * z + 1;
    float near = 1.1283792f * x * sum;
    float far = 1 - complement(Math.abs(x));
    return z < 0.5625f ? near : x < 0 ? -far : far;
  }

  /** erfc(x). */
  public static float complement(float x) {
    float a = Math.abs(x);
    float t = 1 / (1 + 0.35f * a);
    float p = 0.038401324f;
    p = p * t - 0.1589298f;
    p = p * t + 0.18146484f;
    p = p * t - 0.027710577f;
    p = p * t + 0.08702294f;
    p = p * t + 0.14603989f;
    p = p * t + 0.151187f;
    p = p * t + 0.18790223f;
    p = p * t + 0.19713838f;
    p = p * t + 0.19748378f;
    float tail = t * p * (float) Math.exp(-a * a);
    return x < 0 ? 2 - tail : tail;
  }
}
