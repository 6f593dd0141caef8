package org.tornadonn.exec.jvm.row;

import java.util.Arrays;
import org.tornadonn.op.indexing.ArgSort.RankInRow;
import org.tornadonn.plan.Loop;

/** {@link RankInRow} by sorting; one index is one row. */
public record SortedRanks(RankInRow kernel) implements Loop {

  @Override
  public int size() {
    return kernel.size() / kernel.length();
  }

  /** The operations of one row, about. */
  public long work() {
    return 8L * kernel.length() * (32 - Integer.numberOfLeadingZeros(kernel.length()));
  }

  @Override
  public void run(int from, int to) {
    var k = kernel;
    var keys = new long[k.length()];
    for (int row = from; row < to; row++) {
      int first = row / k.inner() * k.length() * k.inner() + row % k.inner();
      for (int j = 0; j < keys.length; j++) {
        keys[j] = key(k, k.x()[k.xAt() + first + j * k.inner()], j);
      }
      Arrays.sort(keys);
      for (int rank = 0; rank < keys.length; rank++) {
        k.rank()[first + (int) keys[rank] * k.inner()] = Math.min(rank, k.count());
      }
    }
  }

  /** A whole number that is below those of all elements behind this one in order. */
  static long key(RankInRow kernel, float x, int place) {
    int order = order(x);
    return ((long) (kernel.descending() > 0 ? ~order : order) << 32) | place;
  }

  /** A whole number that is above another where the number is: −0 equals 0, NaN is the largest. */
  private static int order(float x) {
    int bits = Float.floatToIntBits(x + 0f);
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }
}
