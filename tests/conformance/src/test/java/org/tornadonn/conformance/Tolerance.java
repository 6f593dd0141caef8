package org.tornadonn.conformance;

import org.junit.jupiter.api.AssertionFailureBuilder;
import org.tornadonn.exec.Rounding;

/**
 * How far a float32 number may lie from a float64 one: {@code absolute + relative · |expected|}.
 */
record Tolerance(double relative, double absolute) {

  static Tolerance of(Rounding rounding) {
    return new Tolerance(rounding.relative(), rounding.absolute());
  }

  /** How much of the allowance an element uses up; above 1 is too much. */
  double share(double expected, double actual) {
    return new Rounding(relative, absolute).share(expected, actual);
  }

  /** The largest share over all elements. */
  double share(double[] expected, float[] actual) {
    double largest = expected.length == actual.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(expected.length, actual.length); i++) {
      largest = Math.max(largest, share(expected[i], actual[i]));
    }
    return largest;
  }

  boolean accepts(double[] expected, float[] actual) {
    return share(expected, actual) <= 1;
  }

  /** Fails with the element that is furthest off. */
  void check(String what, double[] expected, float[] actual) {
    if (accepts(expected, actual)) {
      return;
    }
    int worst = 0;
    for (int i = 0; i < Math.min(expected.length, actual.length); i++) {
      if (share(expected[i], actual[i]) > share(expected[worst], actual[worst])) {
        worst = i;
      }
    }
    AssertionFailureBuilder.assertionFailure()
        .message(
            "%s differs most in element %d of %d, allowed %.2g (%d elements came)"
                .formatted(
                    what,
                    worst,
                    expected.length,
                    absolute + relative * Math.abs(expected[worst]),
                    actual.length))
        .expected(expected[worst])
        .actual((double) actual[worst])
        .buildAndThrow();
  }
}
