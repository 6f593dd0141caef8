package org.tornadonn.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The middle of several measurements of one thing, and how far they lie apart.
 *
 * @param value the middle one; of an even number, the mean of the two in the middle
 * @param least the smallest
 * @param most the largest
 */
record Median(double value, double least, double most) {

  /** The median of at least one number. */
  static Median of(DoubleStream numbers) {
    var sorted = numbers.toArray();
    Arrays.sort(sorted);
    int n = sorted.length;
    return new Median((sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[0], sorted[n - 1]);
  }

  /** Half the distance between the extremes as a share of the value; empty if there is but one. */
  String spread() {
    if (least == most) {
      return "";
    }
    return String.format(Locale.ROOT, "±%.0f%%", 100 * (most - least) / 2 / value);
  }
}
