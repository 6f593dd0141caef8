package org.tornadonn.exec.jvm.linear;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.tornadonn.exec.jvm.tile.Tile.ROWS;
import static org.tornadonn.exec.jvm.tile.Tile.WIDTH;

import java.lang.foreign.MemorySegment;
import org.tornadonn.exec.jvm.elementwise.Rows;
import org.tornadonn.exec.jvm.elementwise.VectorReLU;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.exec.jvm.tile.Tile;
import org.tornadonn.op.linear.LinearWeightGradient;
import org.tornadonn.plan.Loop;

/**
 * {@link LinearWeightGradient} as a matrix product over the samples; one index is {@link #FEATURES}
 * input features in one part.
 */
public record VectorLinearWeightGradient(LinearWeightGradient kernel) implements Loop {

  /** So many features are worth packing the gradients for. */
  private static final int FEATURES = 8 * WIDTH;

  private int blocks() {
    return Math.ceilDiv(kernel.ci(), FEATURES);
  }

  /** The floats that an index reads. */
  public long work() {
    return (long) FEATURES * kernel.samplesPerPart();
  }

  @Override
  public int size() {
    return kernel.parts() * blocks();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      int first = i % blocks() * FEATURES;
      block(i / blocks(), first, Math.min(first + FEATURES, kernel.ci()));
    }
  }

  private void block(int part, int from, int to) {
    int first = part * kernel.samplesPerPart();
    int samples = Math.clamp(kernel.n() - first, 0, kernel.samplesPerPart());
    var scratch = Scratch.ofThread();
    float[] gradients = scratch.factors(kernel.co() * samples);
    MemorySegment features = scratch.columns(WIDTH * samples);
    float[] sums = scratch.sums(ROWS * WIDTH);
    transpose(first, samples, gradients);
    for (int k = from; k < to; k += WIDTH) {
      int width = Math.min(WIDTH, to - k);
      for (int n = 0; n < samples; n++) {
        int at = (first + n) * kernel.ci() + k;
        long column = (long) n * WIDTH * Float.BYTES;
        MemorySegment.copy(kernel.x(), at, features, JAVA_FLOAT, column, width);
      }
      for (int o = 0; o < kernel.co(); o += ROWS) {
        int rows = Math.min(ROWS, kernel.co() - o);
        int row = o * samples;
        Tile.multiply(samples, rows, gradients, row, samples, features, 0, sums, 0, WIDTH, false);
        for (int r = 0; r < rows; r++) {
          int at = (part * kernel.co() + o + r) * kernel.ci() + k;
          Rows.copy(
              sums, r * WIDTH, 0, VectorReLU.floor(false), kernel.partial(), at, width, width);
        }
      }
    }
  }

  /** Brings the gradients of an output side by side. */
  private void transpose(int first, int samples, float[] gradients) {
    for (int n = 0; n < samples; n++) {
      int from = (first + n) * kernel.co();
      for (int o = 0; o < kernel.co(); o++) {
        gradients[o * samples + n] = kernel.dy()[from + o];
      }
    }
  }
}
