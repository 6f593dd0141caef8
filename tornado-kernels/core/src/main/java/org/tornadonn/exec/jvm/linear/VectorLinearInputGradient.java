package org.tornadonn.exec.jvm.linear;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.tornadonn.exec.jvm.tile.Tile.DEPTH;
import static org.tornadonn.exec.jvm.tile.Tile.ROWS;
import static org.tornadonn.exec.jvm.tile.Tile.WIDTH;

import java.lang.foreign.MemorySegment;
import org.tornadonn.exec.jvm.elementwise.Rows;
import org.tornadonn.exec.jvm.elementwise.VectorReLU;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.exec.jvm.tile.Tile;
import org.tornadonn.op.linear.LinearInputGradient;
import org.tornadonn.plan.Loop;

/**
 * {@link LinearInputGradient} as a matrix product; one index is {@link #FEATURES} features of all
 * samples.
 */
public record VectorLinearInputGradient(LinearInputGradient kernel) implements Loop {

  /** So many features are worth packing the gradients for. */
  private static final int FEATURES = 8 * WIDTH;

  /** The floats that an index reads. */
  public long work() {
    return (long) kernel.co() * Math.max(FEATURES, kernel.n());
  }

  @Override
  public int size() {
    return Math.ceilDiv(kernel.ci(), FEATURES);
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      int end = Math.min((i + 1) * FEATURES, kernel.ci());
      for (int o = 0; o < kernel.co(); o += DEPTH) {
        block(i * FEATURES, end, o, Math.min(DEPTH, kernel.co() - o));
      }
    }
  }

  /** Adds what some outputs give to some features. */
  private void block(int from, int to, int output, int outputs) {
    var scratch = Scratch.ofThread();
    MemorySegment weights = scratch.columns(FEATURES * DEPTH);
    float[] gradients = scratch.factors(ROWS * DEPTH);
    float[] sums = scratch.sums(ROWS * WIDTH);
    for (int k = from; k < to; k += WIDTH) {
      for (int o = 0; o < outputs; o++) {
        int at = kernel.wAt() + (output + o) * kernel.ci() + k;
        int width = Math.min(WIDTH, to - k);
        long column = ((k - from) * DEPTH + o * WIDTH) * (long) Float.BYTES;
        MemorySegment.copy(kernel.w(), at, weights, JAVA_FLOAT, column, width);
      }
    }
    boolean add = kernel.add() > 0 || output > 0;
    for (int n = 0; n < kernel.n(); n += ROWS) {
      int rows = Math.min(ROWS, kernel.n() - n);
      for (int r = 0; r < rows; r++) {
        int at = (n + r) * kernel.co() + output;
        System.arraycopy(kernel.dy(), at, gradients, r * outputs, outputs);
      }
      for (int k = from; k < to; k += WIDTH) {
        int at = (k - from) * DEPTH;
        Tile.multiply(outputs, rows, gradients, 0, outputs, weights, at, sums, 0, WIDTH, false);
        store(sums, n, rows, k, Math.min(WIDTH, to - k), add);
      }
    }
  }

  private void store(float[] sums, int n, int rows, int k, int width, boolean add) {
    for (int r = 0; r < rows; r++) {
      int to = (n + r) * kernel.ci() + k;
      if (add) {
        Rows.add(sums, r * WIDTH, kernel.dx(), to, width);
      } else {
        Rows.copy(sums, r * WIDTH, 0, VectorReLU.floor(false), kernel.dx(), to, width, width);
      }
    }
  }
}
