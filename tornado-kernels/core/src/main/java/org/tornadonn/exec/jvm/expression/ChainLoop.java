package org.tornadonn.exec.jvm.expression;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;

import java.util.List;
import org.tornadonn.op.elementwise.Operand;
import org.tornadonn.plan.Loop;

/**
 * An expression of operands, which may be repeated: those are written out for one strip of elements
 * at a time, a single number aside.
 *
 * @param results where results go, each as an operand that has all elements
 */
public record ChainLoop(VectorLoop loop, List<Operand> operands, List<Operand> results, int size)
    implements Loop {

  private static final int STRIP = 1024;

  /** Vector instructions for each element. */
  public int work() {
    return Math.max(1, loop.instructions() / LANES);
  }

  @Override
  public void run(int from, int to) {
    int count = operands.size() + results.size();
    var arrays = new float[count][];
    boolean isWhole = true;
    for (int k = 0; k < count; k++) {
      boolean isRepeated = isRepeated(operand(k));
      arrays[k] = isRepeated ? new float[STRIP] : operand(k).array();
      isWhole &= !isRepeated;
    }
    int length = isWhole ? to - from : STRIP;
    int[] at = new int[count];
    for (int i = from; i < to; i += length) {
      int n = Math.min(length, to - i);
      for (int k = 0; k < count; k++) {
        var operand = operand(k);
        if (isRepeated(operand)) {
          operand.read(i, n, arrays[k]);
        } else {
          at[k] = operand.at() + (operand.count() == 1 ? 0 : i);
        }
      }
      loop.run(arrays, at, n);
    }
  }

  private Operand operand(int k) {
    return k < operands.size() ? operands.get(k) : results.get(k - operands.size());
  }

  private boolean isRepeated(Operand operand) {
    return operand.count() > 1 && !operand.isWhole(size);
  }
}
