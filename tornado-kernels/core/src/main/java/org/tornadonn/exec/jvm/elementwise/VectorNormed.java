package org.tornadonn.exec.jvm.elementwise;

import java.util.Arrays;
import org.tornadonn.exec.jvm.expression.VectorLoop;
import org.tornadonn.op.activation.LogSoftmax;
import org.tornadonn.op.activation.SoftmaxForward;
import org.tornadonn.op.arithmetic.Rows;
import org.tornadonn.plan.Loop;

/**
 * A softmax or its logarithm, with the norm of each row, vector by vector.
 *
 * @param loop of x, the largest of its row, and the sum
 */
public record VectorNormed(VectorLoop loop, float[] x, int xAt, float[] norm, float[] y, Rows rows)
    implements Loop {

  private static final int STRIP = 512;

  /** A softmax. */
  public static VectorNormed of(SoftmaxForward k) {
    return new VectorNormed(VectorLoop.share(), k.x(), k.xAt(), k.norm(), k.y(), k.rows());
  }

  /** The logarithm of one. */
  public static VectorNormed of(LogSoftmax.Map k) {
    return new VectorNormed(
        VectorLoop.logarithmOfShare(), k.x(), k.xAt(), k.norm(), k.y(), k.rows());
  }

  @Override
  public int size() {
    return rows.elements();
  }

  @Override
  public void run(int from, int to) {
    var largest = new float[STRIP];
    var sum = new float[STRIP];
    float[][] arrays = {x, largest, sum, y};
    int[] at = new int[4];
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
      at[0] = xAt + i;
      at[3] = i;
      loop.run(arrays, at, n);
      i += n;
    }
  }
}
