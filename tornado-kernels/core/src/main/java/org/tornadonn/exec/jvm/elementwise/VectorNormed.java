package org.tornadonn.exec.jvm.elementwise;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.tornadonn.op.activation.LogSoftmax;
import org.tornadonn.op.activation.SoftmaxForward;
import org.tornadonn.op.arithmetic.Rows;
import org.tornadonn.plan.Loop;

/**
 * A softmax or its logarithm, with the norm of each row, vector by vector.
 *
 * @param log whether it is the logarithm
 */
public record VectorNormed(boolean log, float[] x, int xAt, float[] norm, float[] y, Rows rows)
    implements Loop {

  private static final int STRIP = 512;

  /** A softmax. */
  public static VectorNormed of(SoftmaxForward k) {
    return new VectorNormed(false, k.x(), k.xAt(), k.norm(), k.y(), k.rows());
  }

  /** The logarithm of one. */
  public static VectorNormed of(LogSoftmax.Map k) {
    return new VectorNormed(true, k.x(), k.xAt(), k.norm(), k.y(), k.rows());
  }

  @Override
  public int size() {
    return rows.elements();
  }

  @Override
  public void run(int from, int to) {
    var largest = new float[STRIP];
    var sum = new float[STRIP];
    int step = rows.step();
    int span = step == 1 ? rows.length() : step;
    int known = -1;
    int i = from;
    while (i < to) {
      int n = Math.min(Math.min(STRIP, to - i), span - i % span);
      int row = i / (rows.length() * step) * step + i % step;
      if (step == 1 && row != known) {
        Arrays.fill(largest, norm[2 * row]);
        Arrays.fill(sum, norm[2 * row + 1]);
        known = row;
      } else if (step > 1) {
        for (int r = 0; r < n; r++) {
          largest[r] = norm[2 * (row + r)];
          sum[r] = norm[2 * (row + r) + 1];
        }
      }
      if (log) {
        logarithms(i, largest, sum, n);
      } else {
        shares(i, largest, sum, n);
      }
      i += n;
    }
  }

  private void shares(int at, float[] largest, float[] sum, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      share(
              FloatVector.fromArray(SPECIES, x, xAt + at + i),
              FloatVector.fromArray(SPECIES, largest, i),
              FloatVector.fromArray(SPECIES, sum, i))
          .intoArray(y, at + i);
    }
    if (i < n) {
      var rest = SPECIES.indexInRange(i, n);
      share(
              FloatVector.fromArray(SPECIES, x, xAt + at + i, rest),
              FloatVector.fromArray(SPECIES, largest, i),
              FloatVector.fromArray(SPECIES, sum, i))
          .intoArray(y, at + i, rest);
    }
  }

  private static FloatVector share(FloatVector x, FloatVector largest, FloatVector sum) {
    return VectorExponential.exp(x.sub(largest)).div(sum);
  }

  private void logarithms(int at, float[] largest, float[] sum, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      logarithm(
              FloatVector.fromArray(SPECIES, x, xAt + at + i),
              FloatVector.fromArray(SPECIES, largest, i),
              FloatVector.fromArray(SPECIES, sum, i))
          .intoArray(y, at + i);
    }
    if (i < n) {
      var rest = SPECIES.indexInRange(i, n);
      logarithm(
              FloatVector.fromArray(SPECIES, x, xAt + at + i, rest),
              FloatVector.fromArray(SPECIES, largest, i),
              FloatVector.fromArray(SPECIES, sum, i))
          .intoArray(y, at + i, rest);
    }
  }

  private static FloatVector logarithm(FloatVector x, FloatVector largest, FloatVector sum) {
    return x.sub(largest).sub(VectorLogarithm.log(sum));
  }
}
