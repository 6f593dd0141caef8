package org.tornadonn.exec.jvm.elementwise;

import static jdk.incubator.vector.VectorOperators.MAX;
import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.tornadonn.exec.jvm.expression.VectorLoop;
import org.tornadonn.exec.jvm.tile.LaneSum;
import org.tornadonn.op.activation.SoftmaxNorm;
import org.tornadonn.plan.Loop;

/** {@link SoftmaxNorm}: vectors along a row, or across neighbouring rows. One index is one row. */
public record VectorSoftmaxNorm(SoftmaxNorm kernel, VectorLoop exponential) implements Loop {

  private static final int STRIP = 512;

  public VectorSoftmaxNorm(SoftmaxNorm kernel) {
    this(kernel, VectorLoop.exponential());
  }

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    int step = kernel.rows().step();
    var exponentials = new float[STRIP];
    var most = new float[STRIP];
    var sums = new float[STRIP];
    int i = from;
    while (i < to) {
      if (step == 1) {
        along(i, most, exponentials);
        i++;
      } else {
        int run = Math.min(Math.min(STRIP, to - i), step - i % step);
        across(i, run, most, sums, exponentials);
        i += run;
      }
    }
  }

  private void along(int row, float[] most, float[] exponentials) {
    var x = kernel.x();
    int length = kernel.rows().length();
    int first = kernel.xAt() + row * length;
    float largest = largest(x, first, length);
    Arrays.fill(most, largest);
    var sum = FloatVector.zero(SPECIES);
    for (int j = 0; j < length; j += STRIP) {
      int n = Math.min(STRIP, length - j);
      exponential.run(new float[][] {x, most, exponentials}, new int[] {first + j, 0, 0}, n);
      int whole = Math.ceilDiv(n, LANES) * LANES;
      Arrays.fill(exponentials, n, whole, 0);
      for (int k = 0; k < whole; k += LANES) {
        sum = sum.add(FloatVector.fromArray(SPECIES, exponentials, k));
      }
    }
    kernel.norm()[2 * row] = largest;
    kernel.norm()[2 * row + 1] = LaneSum.of(sum);
  }

  private static float largest(float[] x, int first, int length) {
    var most = FloatVector.broadcast(SPECIES, x[first]);
    int whole = SPECIES.loopBound(length);
    for (int j = 0; j < whole; j += LANES) {
      most = most.max(FloatVector.fromArray(SPECIES, x, first + j));
    }
    float largest = most.reduceLanes(MAX);
    for (int j = whole; j < length; j++) {
      largest = Math.max(largest, x[first + j]);
    }
    return largest;
  }

  private void across(int row, int run, float[] most, float[] sums, float[] exponentials) {
    var x = kernel.x();
    int length = kernel.rows().length();
    int step = kernel.rows().step();
    int first = kernel.xAt() + row / step * length * step + row % step;
    System.arraycopy(x, first, most, 0, run);
    for (int j = 1; j < length; j++) {
      for (int r = 0; r < run; r++) {
        most[r] = Math.max(most[r], x[first + j * step + r]);
      }
    }
    Arrays.fill(sums, 0, run, 0);
    for (int j = 0; j < length; j++) {
      exponential.run(
          new float[][] {x, most, exponentials}, new int[] {first + j * step, 0, 0}, run);
      Rows.add(exponentials, 0, sums, 0, run);
    }
    for (int r = 0; r < run; r++) {
      kernel.norm()[2 * (row + r)] = most[r];
      kernel.norm()[2 * (row + r) + 1] = sums[r];
    }
  }
}
