package org.tornadonn.exec.jvm.elementwise;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.tornadonn.exec.jvm.tile.LaneSum;
import org.tornadonn.op.convolution.BiasGradient;
import org.tornadonn.plan.Loop;

/** {@link BiasGradient} of images: every plane is summed vector by vector. */
public record VectorBiasGradient(BiasGradient kernel) implements Loop {

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      int first = i / kernel.co() * kernel.samplesPerPart();
      int last = Math.min(first + kernel.samplesPerPart(), kernel.n());
      float sum = 0;
      for (int n = first; n < last; n++) {
        int begin = (n * kernel.co() + i % kernel.co()) * kernel.plane();
        sum += sum(kernel.dy(), begin, begin + kernel.plane());
      }
      kernel.partial()[i] = sum;
    }
  }

  private static float sum(float[] x, int from, int to) {
    var even = FloatVector.zero(SPECIES);
    var odd = even;
    int i = from;
    for (; i <= to - 2 * LANES; i += 2 * LANES) {
      even = even.add(FloatVector.fromArray(SPECIES, x, i));
      odd = odd.add(FloatVector.fromArray(SPECIES, x, i + LANES));
    }
    for (; i < to; i += LANES) {
      even = even.add(FloatVector.fromArray(SPECIES, x, i, SPECIES.indexInRange(i, to)));
    }
    return LaneSum.of(even.add(odd));
  }
}
