package org.tornadonn.conformance.oracle;

/** One parameter and its moments while an optimizer runs. */
public final class Moments {

  /** The parameter. */
  public double w;

  /** The first moment, or the velocity. */
  public double m;

  /** The second moment. */
  public double v;

  public Moments(double w) {
    this.w = w;
  }
}
