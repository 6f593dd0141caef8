package org.tornadonn.exec.jvm.plain;

import java.util.Arrays;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.op.linear.LinearForward;
import org.tornadonn.plan.Loop;

/**
 * {@link LinearForward} without the Vector API, as a {@link Product}; one index is some samples.
 */
public record PlainLinear(LinearForward kernel, Columns weights) implements Loop {

  private static final int SAMPLES = 16;

  /** So many features are taken at a time: their weights stay in a core's second-level cache. */
  private static final int FEATURES = 256;

  /** Fewer outputs leave vectors empty. */
  private static final int OUTPUTS = 16;

  public static boolean suits(LinearForward k) {
    return k.co() >= OUTPUTS && k.n() >= Product.SIDE;
  }

  /** The weights with the outputs of a feature side by side; one index is one feature. */
  public record Columns(LinearForward kernel, float[][] columns) implements Loop {

    public static Columns of(LinearForward k) {
      return new Columns(k, new float[Product.side(k.ci())][k.co()]);
    }

    @Override
    public int size() {
      return kernel.ci();
    }

    @Override
    public void run(int from, int to) {
      for (int k = from; k < to; k++) {
        for (int o = 0; o < kernel.co(); o++) {
          columns[k][o] = kernel.w()[kernel.wAt() + o * kernel.ci() + k];
        }
      }
    }
  }

  /** The products of an index. */
  public long work() {
    return (long) SAMPLES * kernel.ci() * kernel.co();
  }

  @Override
  public int size() {
    return Math.ceilDiv(kernel.n(), SAMPLES);
  }

  @Override
  public void run(int from, int to) {
    int ci = kernel.ci();
    int co = kernel.co();
    float[][] sums = Scratch.ofThread().sumRows(SAMPLES, co);
    for (int i = from; i < to; i++) {
      int first = i * SAMPLES;
      int samples = Math.min(SAMPLES, kernel.n() - first);
      for (int n = 0; n < samples; n++) {
        Arrays.fill(sums[n], 0, co, 0);
      }
      for (int k = 0; k < ci; k += FEATURES) {
        int some = Math.min(FEATURES, ci - k);
        Product.add(kernel.x(), first * ci + k, ci, samples, some, weights.columns, k, sums, co);
      }
      for (int n = 0; n < samples; n++) {
        int at = (first + n) * co;
        for (int o = 0; o < co; o++) {
          float b = kernel.bAt() < 0 ? 0 : kernel.b()[kernel.bAt() + o];
          kernel.y()[at + o] = sums[n][o] + b;
        }
      }
    }
  }
}
