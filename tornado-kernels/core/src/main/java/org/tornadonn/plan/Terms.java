package org.tornadonn.plan;

import java.util.List;

/**
 * What each number that a call writes is made of: a sum of {@code length} products of one element
 * of each factor. Rounding errors grow with both, so that is what tolerances are made from.
 *
 * @param length the number of terms; 0 for a number that is chosen or copied, not computed
 * @param factors empty where the largest term is not known beforehand
 * @param amplification how many times as large as such products the terms may be that an executor
 *     sums up instead
 */
public record Terms(int length, List<Slice> factors, double amplification) {

  /** Terms that are summed as they are. */
  public Terms(int length, List<Slice> factors) {
    this(length, factors, 1);
  }

  public Terms {
    factors = List.copyOf(factors);
  }

  /** What can be said of a call that declares nothing: its operations for each number it writes. */
  static Terms guess(long flops, List<Slice> writes, List<Slice> adds) {
    long written = 0;
    for (var slice : writes) {
      written += slice.size();
    }
    for (var slice : adds) {
      written += slice.size();
    }
    return new Terms(Math.clamp(flops / Math.max(written, 1), 1, Integer.MAX_VALUE), List.of());
  }
}
