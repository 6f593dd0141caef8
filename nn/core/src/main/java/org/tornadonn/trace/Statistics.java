package org.tornadonn.trace;

/**
 * What many numbers have in common.
 *
 * @param zeros the share of them that are 0, from 0 to 1
 */
public record Statistics(float min, double mean, float max, double zeros) {

  /** Of at least one number; NaN where one of them is. */
  static Statistics of(float[] values) {
    float min = values[0];
    float max = values[0];
    double sum = 0;
    int zeros = 0;
    for (float value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
      zeros += value == 0 ? 1 : 0;
    }
    return new Statistics(min, sum / values.length, max, (double) zeros / values.length);
  }
}
