package org.tornadonn.exec.jvm.elementwise;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.tornadonn.exec.jvm.tile.LaneSum;
import org.tornadonn.op.update.SquareSums;
import org.tornadonn.plan.Loop;

/** {@link SquareSums}: the squares of every stretch are summed vector by vector. */
public record VectorSquareSums(SquareSums kernel) implements Loop {

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      int begin = i * kernel.stretch();
      int end = Math.min(begin + kernel.stretch(), kernel.length());
      kernel.partial()[i] = sum(kernel.x(), begin, end);
    }
  }

  private static float sum(float[] x, int from, int to) {
    var even = FloatVector.zero(SPECIES);
    var odd = even;
    int i = from;
    for (; i <= to - 2 * LANES; i += 2 * LANES) {
      var a = FloatVector.fromArray(SPECIES, x, i);
      var b = FloatVector.fromArray(SPECIES, x, i + LANES);
      even = even.add(a.mul(a));
      odd = odd.add(b.mul(b));
    }
    for (; i < to; i += LANES) {
      var rest = FloatVector.fromArray(SPECIES, x, i, SPECIES.indexInRange(i, to));
      even = even.add(rest.mul(rest));
    }
    return LaneSum.of(even.add(odd));
  }
}
