package org.tornadonn.exec.jvm.plain;

import java.util.Arrays;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.op.linear.LinearInputGradient;
import org.tornadonn.op.linear.LinearWeightGradient;
import org.tornadonn.plan.Loop;

/** The gradients of a linear layer without the Vector API, as {@link Product}s. */
public final class PlainLinearGradients {

  /** An index is as many features. */
  private static final int FEATURES = 512;

  /** So many rows of factors are taken at a time. */
  private static final int ROWS = 64;

  /** Fewer features leave vectors empty. */
  private static final int WIDE = 16;

  private PlainLinearGradients() {}

  public static boolean suits(int features) {
    return features >= WIDE;
  }

  /** {@link LinearInputGradient}; one index is some features. */
  public record Input(LinearInputGradient kernel) implements Loop {

    /** The products of an index. */
    public long work() {
      return (long) FEATURES * kernel.n() * kernel.co();
    }

    @Override
    public int size() {
      return Math.ceilDiv(kernel.ci(), FEATURES);
    }

    @Override
    public void run(int from, int to) {
      for (int i = from; i < to; i++) {
        int first = i * FEATURES;
        for (int n = 0; n < kernel.n(); n += ROWS) {
          block(first, Math.min(FEATURES, kernel.ci() - first), n, Math.min(ROWS, kernel.n() - n));
        }
      }
    }

    private void block(int feature, int features, int sample, int samples) {
      var scratch = Scratch.ofThread();
      int co = kernel.co();
      float[][] weights = scratch.factorRows(ROWS, features);
      float[][] sums = scratch.sumRows(ROWS, features);
      for (int n = 0; n < samples; n++) {
        Arrays.fill(sums[n], 0, features, 0);
      }
      for (int o = 0; o < co; o += ROWS) {
        int some = Math.min(ROWS, co - o);
        for (int r = 0; r < some; r++) {
          int at = kernel.wAt() + (o + r) * kernel.ci() + feature;
          System.arraycopy(kernel.w(), at, weights[r], 0, features);
        }
        Product.add(kernel.dy(), sample * co + o, co, samples, some, weights, 0, sums, features);
      }
      for (int n = 0; n < samples; n++) {
        store(sums[n], (sample + n) * kernel.ci() + feature, features);
      }
    }

    private void store(float[] sums, int at, int size) {
      float[] dx = kernel.dx();
      boolean add = kernel.add() > 0;
      for (int j = 0; j < size; j++) {
        dx[at + j] = add ? dx[at + j] + sums[j] : sums[j];
      }
    }
  }

  /** {@link LinearWeightGradient}; one index is some features in one part. */
  public record Weights(LinearWeightGradient kernel) implements Loop {

    /** The products of an index. */
    public long work() {
      return (long) FEATURES * kernel.samplesPerPart() * kernel.co();
    }

    private int blocks() {
      return Math.ceilDiv(kernel.ci(), FEATURES);
    }

    @Override
    public int size() {
      return kernel.parts() * blocks();
    }

    @Override
    public void run(int from, int to) {
      for (int i = from; i < to; i++) {
        int feature = i % blocks() * FEATURES;
        block(i / blocks(), feature, Math.min(FEATURES, kernel.ci() - feature));
      }
    }

    private void block(int part, int feature, int features) {
      var scratch = Scratch.ofThread();
      int co = kernel.co();
      float[][] inputs = scratch.factorRows(ROWS, features);
      float[][] sums = scratch.sumRows(Product.side(co), features);
      float[] gradients = scratch.factors(co * ROWS);
      for (int o = 0; o < co; o++) {
        Arrays.fill(sums[o], 0, features, 0);
      }
      int last = Math.min((part + 1) * kernel.samplesPerPart(), kernel.n());
      for (int n = part * kernel.samplesPerPart(); n < last; n += ROWS) {
        int some = Math.min(ROWS, last - n);
        for (int r = 0; r < some; r++) {
          int at = (n + r) * kernel.ci() + feature;
          System.arraycopy(kernel.x(), at, inputs[r], 0, features);
          for (int o = 0; o < co; o++) {
            gradients[o * ROWS + r] = kernel.dy()[(n + r) * co + o];
          }
        }
        Product.add(gradients, 0, ROWS, co, some, inputs, 0, sums, features);
      }
      for (int o = 0; o < co; o++) {
        int at = (part * co + o) * kernel.ci() + feature;
        System.arraycopy(sums[o], 0, kernel.partial(), at, features);
      }
    }
  }
}
