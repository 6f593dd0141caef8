package org.tornadonn.op.special;

/**
 * {@code log(1 + x)} in float32, without the digits that {@code 1 + x} loses.
 *
 * <p>{@code 2 · artanh z} with {@code z = x / (2 + x)}, at most 1/3: eight terms of the series
 * leave out less than 3e-9 of the value.
 */
public final class LogOnePlus {

  private LogOnePlus() {}

  /** {@code log(1 + x)} for any x: far from 0, {@code 1 + x} loses nothing that counts. */
  public static float anywhere(float x) {
    return Math.abs(x) <= 0.5f ? of(x) : (float) Math.log(1 + x);
  }

  /** For x from −0.5 to 1. */
  public static float of(float x) {
    float z = x / (2 + x);
    float q = z * z;
    float sum = 1 / 15f;
    sum = sum * q + 1 / 13f;
    sum = sum * q + 1 / 11f;
    sum = sum * q + 1 / 9f;
    sum = sum * q + 1 / 7f;
    sum = sum * q + 1 / 5f;
    sum = sum * q + 1 / 3f;
    sum = sum * q + 1;
    return 2 * z * sum;
  }
}
