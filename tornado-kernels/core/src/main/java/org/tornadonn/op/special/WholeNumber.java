package org.tornadonn.op.special;

/**
 * Whole numbers beside a number, from conversions alone, which every device has. From 2²³ on, a
 * float32 is whole; a NaN stays one.
 */
public final class WholeNumber {

  private static final float WHOLE = 8388608;
  private static final double WHOLE_DOUBLE = 4503599627370496.0;

  private WholeNumber() {}

  /** The largest that is not above x. */
  public static float floor(float x) {
    float near = (int) x;
    float floor = near > x ? near - 1 : near;
    return Math.abs(x) > WHOLE || Float.isNaN(x) ? x : floor;
  }

  /** The largest that is not above x. */
  public static double floor(double x) {
    double near = (long) x;
    double floor = near > x ? near - 1 : near;
    return Math.abs(x) > WHOLE_DOUBLE || Double.isNaN(x) ? x : floor;
  }

  /** The nearest, of two the even one. */
  public static float nearest(float x) {
    float below = floor(x);
    float rest = x - below;
    float even = 2 * floor(below / 2);
    float half = even == below ? below : below + 1;
    float nearest = rest > 0.5f ? below + 1 : rest < 0.5f ? below : half;
    return Math.abs(x) > WHOLE || Float.isNaN(x) ? x : nearest;
  }
}
