package org.tornadonn.exec.jvm.linear;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.ROWS;
import static org.tornadonn.exec.jvm.tile.Tile.WIDTH;

import org.tornadonn.exec.jvm.elementwise.Rows;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.exec.jvm.tile.Tile;
import org.tornadonn.op.linear.LinearForward;
import org.tornadonn.plan.Loop;

/**
 * {@link LinearForward} of many samples as a matrix product with packed weights; one index is
 * {@link Tile#WIDTH} outputs of some samples.
 */
public record ChannelLinear(LinearForward kernel, ChannelWeights weights) implements Loop {

  private static final int SAMPLES = 64;

  /** For fewer samples, packing the weights takes too large a part of the time. */
  private static final int MANY = 32;

  public static boolean suits(LinearForward k) {
    return k.n() >= MANY;
  }

  private int panels() {
    return Tile.width(kernel.co()) / WIDTH;
  }

  /** The vector products of an index. */
  public long work() {
    return (long) SAMPLES * kernel.ci() * WIDTH / LANES;
  }

  @Override
  public int size() {
    return Math.ceilDiv(kernel.n(), SAMPLES) * panels();
  }

  @Override
  public void run(int from, int to) {
    var scratch = Scratch.ofThread();
    float[] sums = scratch.sums(SAMPLES * WIDTH);
    float[] bias = scratch.factors(WIDTH);
    for (int i = from; i < to; i++) {
      int first = i / panels() * SAMPLES;
      int samples = Math.min(SAMPLES, kernel.n() - first);
      int o = i % panels() * WIDTH;
      int outputs = Math.min(WIDTH, kernel.co() - o);
      multiply(first, samples, o, sums);
      for (int j = 0; j < outputs; j++) {
        bias[j] = kernel.bAt() < 0 ? 0 : kernel.b()[kernel.bAt() + o + j];
      }
      for (int n = 0; n < samples; n++) {
        int at = (first + n) * kernel.co() + o;
        int room = panels() == 1 ? (samples - n) * outputs : outputs;
        Rows.sum(sums, n * WIDTH, bias, 0, kernel.y(), at, outputs, room);
      }
    }
  }

  private void multiply(int first, int samples, int output, float[] sums) {
    int depth = kernel.ci();
    int step = ChannelWeights.step(depth);
    for (int k = 0; k < depth; k += step) {
      int some = Math.min(step, depth - k);
      int w = weights.at(output, 0) + k * WIDTH;
      for (int n = 0; n < samples; n += ROWS) {
        Tile.multiply(
            some,
            samples - n,
            kernel.x(),
            (first + n) * depth + k,
            depth,
            weights.packed(),
            w,
            sums,
            n * WIDTH,
            WIDTH,
            k > 0);
      }
    }
  }
}
