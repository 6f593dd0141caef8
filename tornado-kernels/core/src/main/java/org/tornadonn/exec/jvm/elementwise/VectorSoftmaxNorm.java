package org.tornadonn.exec.jvm.elementwise;

import static jdk.incubator.vector.VectorOperators.MAX;
import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.tornadonn.exec.jvm.tile.LaneSum;
import org.tornadonn.op.activation.SoftmaxNorm;
import org.tornadonn.plan.Loop;

/** {@link SoftmaxNorm}: vectors along a row, or across neighbouring rows. One index is one row. */
public record VectorSoftmaxNorm(SoftmaxNorm kernel) implements Loop {

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    int step = kernel.rows().step();
    int i = from;
    if (step == 1) {
      for (; i < to; i++) {
        along(i);
      }
      return;
    }
    while (i < to) {
      int run = Math.min(Math.min(LANES, to - i), step - i % step);
      across(i, run);
      i += run;
    }
  }

  private void along(int row) {
    var x = kernel.x();
    int length = kernel.rows().length();
    int first = kernel.xAt() + row * length;
    var most = FloatVector.broadcast(SPECIES, x[first]);
    int whole = SPECIES.loopBound(length);
    for (int j = 0; j < whole; j += LANES) {
      most = most.max(FloatVector.fromArray(SPECIES, x, first + j));
    }
    float largest = most.reduceLanes(MAX);
    for (int j = whole; j < length; j++) {
      largest = Math.max(largest, x[first + j]);
    }
    var sum = FloatVector.zero(SPECIES);
    for (int j = 0; j < whole; j += LANES) {
      var v = FloatVector.fromArray(SPECIES, x, first + j).sub(largest);
      sum = sum.add(VectorExponential.exp(v));
    }
    if (whole < length) {
      var rest = SPECIES.indexInRange(whole, length);
      var v = FloatVector.fromArray(SPECIES, x, first + whole, rest).sub(largest);
      sum = sum.add(VectorExponential.exp(v), rest);
    }
    kernel.norm()[2 * row] = largest;
    kernel.norm()[2 * row + 1] = LaneSum.of(sum);
  }

  private void across(int row, int run) {
    var x = kernel.x();
    int length = kernel.rows().length();
    int step = kernel.rows().step();
    int first = kernel.xAt() + row / step * length * step + row % step;
    var lanes = SPECIES.indexInRange(0, run);
    var most = FloatVector.fromArray(SPECIES, x, first, lanes);
    for (int j = 1; j < length; j++) {
      most = most.max(FloatVector.fromArray(SPECIES, x, first + j * step, lanes));
    }
    var sum = FloatVector.zero(SPECIES);
    for (int j = 0; j < length; j++) {
      var v = FloatVector.fromArray(SPECIES, x, first + j * step, lanes).sub(most);
      sum = sum.add(VectorExponential.exp(v));
    }
    for (int r = 0; r < run; r++) {
      kernel.norm()[2 * (row + r)] = most.lane(r);
      kernel.norm()[2 * (row + r) + 1] = sum.lane(r);
    }
  }
}
