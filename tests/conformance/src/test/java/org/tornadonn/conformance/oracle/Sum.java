package org.tornadonn.conformance.oracle;

/**
 * What rounding errors grow with: how many terms a sum has, and how large its largest term can be.
 */
public record Sum(int length, double largest) {

  /** A sum of products of elements of two arrays. */
  static Sum ofProducts(int length, double[] a, double[] b) {
    return new Sum(length, magnitude(a) * magnitude(b));
  }

  /** The largest absolute value; NaN and infinities do not count. */
  public static double magnitude(double[] values) {
    double largest = 0;
    for (double value : values) {
      if (Double.isFinite(value)) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest;
  }
}
