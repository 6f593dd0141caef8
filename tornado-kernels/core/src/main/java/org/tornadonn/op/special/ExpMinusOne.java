package org.tornadonn.op.special;

/**
 * {@code exp(x) − 1} in float32, without the digits that the difference loses near 0: there the
 * first eight terms of the series, which leave out less than 3e-8 of it.
 */
public final class ExpMinusOne {

  private ExpMinusOne() {}

  /** {@code exp(x) − 1}. */
  public static float of(float x) {
    float sum = 1 / 40320f;
    sum = sum * x + 1 / 5040f;
    sum = sum * x + 1 / 720f;
    sum = sum * x + 1 / 120f;
    sum = sum * x + 1 / 24f;
    sum = sum * x + 1 / 6f;
    sum = sum * x + 1 / 2f;
    sum = sum * x + 1;
    return Math.abs(x) < 0.5f ? x * sum : (float) Math.exp(x) - 1;
  }
}
