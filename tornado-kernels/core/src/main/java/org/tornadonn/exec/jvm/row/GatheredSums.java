package org.tornadonn.exec.jvm.row;

import java.util.Arrays;
import org.tornadonn.op.indexing.Gather.GatherInputGradient;
import org.tornadonn.plan.Loop;

/** {@link GatherInputGradient}: gradients go where the index says; one index is one row. */
public record GatheredSums(GatherInputGradient kernel) implements Loop {

  @Override
  public int size() {
    return kernel.size() / kernel.length();
  }

  @Override
  public void run(int from, int to) {
    var k = kernel;
    var sums = new float[k.length()];
    for (int row = from; row < to; row++) {
      int o = row / k.inner();
      int i = row % k.inner();
      Arrays.fill(sums, 0);
      for (int j = 0; j < k.taken(); j++) {
        int at = (o * k.taken() + j) * k.inner() + i;
        float wanted = k.index()[k.indexAt() + at];
        int position = (int) wanted;
        if (position == wanted && position >= 0 && position < sums.length) {
          sums[position] += k.dy()[at];
        }
      }
      for (int j = 0; j < sums.length; j++) {
        int at = k.dxAt() + (o * sums.length + j) * k.inner() + i;
        k.dx()[at] = k.add() > 0 ? k.dx()[at] + sums[j] : sums[j];
      }
    }
  }
}
