package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.OUTER_ROWS;
import static org.tornadonn.exec.jvm.Tile.WIDTH;

import java.util.Arrays;
import org.tornadonn.op.LinearWeightGradient;
import org.tornadonn.plan.Loop;

/**
 * {@link LinearWeightGradient} as sums of outer products over the samples; one index is {@link
 * Tile#OUTER_ROWS} outputs in one part.
 */
record VectorLinearWeightGradient(LinearWeightGradient kernel) implements Loop {

  private int panels() {
    return Math.ceilDiv(kernel.co(), OUTER_ROWS);
  }

  @Override
  public int size() {
    return kernel.parts() * panels();
  }

  @Override
  public void run(int from, int to) {
    var scratch = Scratch.ofThread();
    float[] gradients = scratch.band(OUTER_ROWS * kernel.samplesPerPart());
    float[] features = scratch.columns(WIDTH * kernel.samplesPerPart());
    float[] sums = scratch.sums(OUTER_ROWS * WIDTH);
    int[] starts = new int[OUTER_ROWS];
    Arrays.setAll(starts, r -> r * kernel.samplesPerPart());
    for (int i = from; i < to; i++) {
      int part = i / panels();
      int first = part * kernel.samplesPerPart();
      int samples = Math.clamp(kernel.n() - first, 0, kernel.samplesPerPart());
      int o = i % panels() * OUTER_ROWS;
      int rows = Math.min(OUTER_ROWS, kernel.co() - o);
      transpose(first, samples, o, rows, gradients);
      for (int k = 0; k < kernel.ci(); k += WIDTH) {
        int width = Math.min(WIDTH, kernel.ci() - k);
        Arrays.fill(sums, 0, OUTER_ROWS * WIDTH, 0);
        if (width == WIDTH) {
          int at = first * kernel.ci() + k;
          Tile.outer(samples, gradients, 0, starts, 0, kernel.x(), at, kernel.ci(), sums, 0, WIDTH);
        } else {
          for (int n = 0; n < samples; n++) {
            int at = (first + n) * kernel.ci() + k;
            System.arraycopy(kernel.x(), at, features, n * WIDTH, width);
          }
          Tile.outer(samples, gradients, 0, starts, 0, features, 0, WIDTH, sums, 0, WIDTH);
        }
        for (int r = 0; r < rows; r++) {
          int at = (part * kernel.co() + o + r) * kernel.ci() + k;
          Rows.copy(sums, r * WIDTH, 0, false, kernel.partial(), at, width, width);
        }
      }
    }
  }

  private void transpose(int first, int samples, int o, int rows, float[] gradients) {
    for (int n = 0; n < samples; n++) {
      for (int r = 0; r < rows; r++) {
        gradients[r * kernel.samplesPerPart() + n] = kernel.dy()[(first + n) * kernel.co() + o + r];
      }
    }
  }
}
