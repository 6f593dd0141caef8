package org.tornadonn.conformance.oracle;

/** How many windows there are along an axis. */
final class Windows {

  private Windows() {}

  /**
   * All that fit; rounded up, also one that stands over the end, unless it starts in the padding
   * behind.
   */
  static int count(int size, int reach, int stride, int before, int after, boolean ceil) {
    int count = 0;
    for (int start = -before; ; start += stride) {
      boolean fits = start + reach <= size + after;
      boolean last = ceil && start < size && start - stride + reach < size + after;
      if (!fits && !last) {
        return count;
      }
      count++;
    }
  }
}
