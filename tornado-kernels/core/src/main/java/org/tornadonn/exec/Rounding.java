package org.tornadonn.exec;

/**
 * How far apart two computations of one number may lie because float32 rounds: {@code absolute +
 * relative · |expected|}. The one place where these numbers stand.
 */
public record Rounding(double relative, double absolute) {

  /** For numbers that are chosen or copied, not computed. */
  public static final Rounding EXACT = new Rounding(0, 0);

  /**
   * A sum: {@code rtol 1.3e-6 · √length} (torch.testing's, grown as the rounding errors of a sum
   * grow) and {@code atol 1e-6 · the largest term}, times {@code √length / 3} for sums of more than
   * nine terms: where hundreds of terms cancel, what is left of the errors made on the way grows
   * too. Seen with plain sequential sums: 1.6e-6 at 298 terms, 3e-6 at 826.
   *
   * @param length the number of terms; 0 allows no difference
   * @param largest the largest absolute value that a term can have
   */
  public static Rounding ofSum(int length, double largest) {
    double growth = Math.sqrt(length);
    return length == 0
        ? EXACT
        : new Rounding(1.3e-6 * growth, 1e-6 * largest * Math.max(1, growth / 3));
  }

  /**
   * A tensor at the end of a whole model: 1e-5 of its largest number. A fixed number would pass
   * zeros, because most gradients are smaller than it.
   */
  public static Rounding ofModel(double largest) {
    return new Rounding(1e-4, 1e-5 * largest);
  }

  /** What two computations that follow each other may add up to. */
  public Rounding plus(Rounding next) {
    return new Rounding(relative + next.relative, absolute + next.absolute);
  }

  /** How far from the expected number another may lie. */
  public double allowed(double expected) {
    return absolute + relative * Math.abs(expected);
  }

  /**
   * How much of the allowance a number uses up; above 1 is too much. NaN equals NaN, an infinity
   * itself, and −0 equals 0.
   */
  public double share(double expected, double actual) {
    if (Double.compare(expected, actual) == 0 || expected == actual) {
      return 0;
    }
    double error = Math.abs(expected - actual);
    return Double.isFinite(error) ? error / allowed(expected) : Double.POSITIVE_INFINITY;
  }
}
