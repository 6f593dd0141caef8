package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.OUTER_ROWS;
import static org.tornadonn.exec.jvm.Tile.WIDTH;

import java.util.Arrays;
import org.tornadonn.op.LinearInputGradient;
import org.tornadonn.plan.Loop;

/**
 * {@link LinearInputGradient} as sums of outer products; one index is {@link Tile#WIDTH} features
 * of all samples.
 */
record VectorLinearInputGradient(LinearInputGradient kernel) implements Loop {

  @Override
  public int size() {
    return Math.ceilDiv(kernel.ci(), WIDTH);
  }

  @Override
  public void run(int from, int to) {
    var scratch = Scratch.ofThread();
    float[] weights = scratch.columns(kernel.co() * WIDTH);
    float[] sums = scratch.sums(OUTER_ROWS * WIDTH);
    int[] starts = new int[OUTER_ROWS];
    for (int i = from; i < to; i++) {
      int k = i * WIDTH;
      int width = Math.min(WIDTH, kernel.ci() - k);
      for (int o = 0; o < kernel.co(); o++) {
        int at = kernel.wAt() + o * kernel.ci() + k;
        System.arraycopy(kernel.w(), at, weights, o * WIDTH, width);
      }
      for (int n = 0; n < kernel.n(); n += OUTER_ROWS) {
        tile(n, k, width, weights, sums, starts);
      }
    }
  }

  private void tile(int n, int k, int width, float[] weights, float[] sums, int[] starts) {
    for (int r = 0; r < OUTER_ROWS; r++) {
      starts[r] = Math.min(n + r, kernel.n() - 1) * kernel.co();
    }
    Arrays.fill(sums, 0, OUTER_ROWS * WIDTH, 0);
    Tile.outer(kernel.co(), kernel.dy(), 0, starts, 0, weights, 0, WIDTH, sums, 0, WIDTH);
    for (int r = 0; r < Math.min(OUTER_ROWS, kernel.n() - n); r++) {
      int to = (n + r) * kernel.ci() + k;
      if (kernel.add() > 0) {
        Rows.add(sums, r * WIDTH, kernel.dx(), to, width);
      } else {
        Rows.copy(sums, r * WIDTH, 0, false, kernel.dx(), to, width, width);
      }
    }
  }
}
