package org.tornadonn.exec.jvm.row;

import org.tornadonn.op.indexing.ArgSort.AtRank;
import org.tornadonn.plan.Loop;

/** {@link AtRank}: each element goes where its rank says; one index is one row. */
public record RankPlaces(AtRank kernel) implements Loop {

  @Override
  public int size() {
    return kernel.size() / kernel.count();
  }

  @Override
  public void run(int from, int to) {
    var k = kernel;
    for (int row = from; row < to; row++) {
      int first = row / k.inner() * k.length() * k.inner() + row % k.inner();
      int start = row / k.inner() * k.count() * k.inner() + row % k.inner();
      for (int j = 0; j < k.length(); j++) {
        int rank = (int) k.rank()[first + j * k.inner()];
        if (rank < k.count()) {
          k.y()[start + rank * k.inner()] = j;
        }
      }
    }
  }
}
