package org.tornadonn.data;

/**
 * An angle in degrees, counter-clockwise positive as seen on the screen, in [0, 360). An upright
 * picture that was turned counter-clockwise by 30° has the answer 30°.
 *
 * @param degrees any finite number; kept modulo 360
 */
public record Angle(double degrees) {

  /**
   * Takes the number modulo 360.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public Angle {
    if (!Double.isFinite(degrees)) {
      throw new IllegalArgumentException("An angle is a finite number of degrees, not " + degrees);
    }
    degrees = degrees - 360 * Math.floor(degrees / 360);
    if (degrees >= 360) { // −1e-20 comes out as 360 above
      degrees = 0;
    }
  }

  /**
   * The angle that a model predicts: {@code atan2(sin, cos)}. The two need not lie on the unit
   * circle; (0, 0) gives 0°.
   *
   * @param sin any finite number
   * @param cos any finite number
   * @return the angle
   * @throws IllegalArgumentException if either is not finite
   */
  public static Angle fromSinCos(double sin, double cos) {
    return new Angle(Math.toDegrees(Math.atan2(sin, cos)));
  }

  /**
   * The sine.
   *
   * @return from −1 to 1
   */
  public double sin() {
    return Math.sin(Math.toRadians(degrees));
  }

  /**
   * The cosine.
   *
   * @return from −1 to 1
   */
  public double cos() {
    return Math.cos(Math.toRadians(degrees));
  }

  /**
   * The difference to another angle, the smaller way round: 0 to 180 degrees.
   *
   * @param other the other angle
   * @return degrees, never negative
   */
  public double errorTo(Angle other) {
    double difference = Math.abs(degrees - other.degrees);
    return Math.min(difference, 360 - difference);
  }
}
