package org.tornadonn.exec.jvm.row;

import java.util.Arrays;
import org.tornadonn.op.indexing.ArgSort.RankInRow;
import org.tornadonn.plan.Loop;

/**
 * {@link RankInRow} for a few of many: those that are first so far are kept in order, and each
 * element is held against the last of them. One index is one row.
 */
public record FirstRanks(RankInRow kernel) implements Loop {

  private static final int FEW = 32;

  /** Whether only a few ranks are wanted. */
  public static boolean suits(RankInRow kernel) {
    return kernel.count() <= FEW && 4 * kernel.count() <= kernel.length();
  }

  @Override
  public int size() {
    return kernel.size() / kernel.length();
  }

  /** The operations of one row, about. */
  public long work() {
    return 4L * kernel.length();
  }

  @Override
  public void run(int from, int to) {
    var k = kernel;
    var keys = new long[k.count()];
    for (int row = from; row < to; row++) {
      int first = row / k.inner() * k.length() * k.inner() + row % k.inner();
      keep(k.xAt() + first, keys);
      for (int j = 0; j < k.length(); j++) {
        k.rank()[first + j * k.inner()] = k.count();
      }
      for (int rank = 0; rank < keys.length; rank++) {
        k.rank()[first + (int) keys[rank] * k.inner()] = rank;
      }
    }
  }

  private void keep(int first, long[] keys) {
    var x = kernel.x();
    int inner = kernel.inner();
    float sign = kernel.descending() > 0 ? 1 : -1;
    int last = keys.length - 1;
    Arrays.fill(keys, Long.MAX_VALUE);
    float bound = Float.NaN;
    for (int j = 0; j < kernel.length(); j++) {
      float number = x[first + j * inner];
      // Most are behind; NaN, on either side, is no answer.
      if (sign * number <= bound) {
        continue;
      }
      long key = SortedRanks.key(kernel, number, j);
      if (key < keys[last]) {
        int at = last;
        while (at > 0 && keys[at - 1] > key) {
          keys[at] = keys[at - 1];
          at--;
        }
        keys[at] = key;
        int place = (int) keys[last];
        bound = keys[last] == Long.MAX_VALUE ? Float.NaN : sign * x[first + place * inner];
      }
    }
  }
}
