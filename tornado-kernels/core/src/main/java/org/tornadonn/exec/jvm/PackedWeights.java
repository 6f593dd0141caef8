package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.ROWS;

import java.util.Arrays;
import org.tornadonn.op.Conv2dForward;
import org.tornadonn.op.Conv2dInputGradient;
import org.tornadonn.plan.Loop;

/**
 * The weights of a convolution {@code w[o, c, t]}, t a tap of the window, in the order in which
 * {@link Tile} reads them; one index is one panel of {@link Tile#ROWS} rows.
 *
 * <p>Forward, a row is an output channel o and k runs over (c, t). For the input gradient, a row is
 * an input channel c and k runs over o and the taps, last tap first.
 */
record PackedWeights(float[] w, int wAt, int co, int ci, int taps, boolean flipped, float[] packed)
    implements Loop {

  static PackedWeights forward(Conv2dForward k) {
    var s = k.sizes();
    int taps = k.window().kernelHeight() * k.window().kernelWidth();
    var packed = new float[Tile.rows(s.co()) * s.ci() * taps];
    return new PackedWeights(k.w(), k.wAt(), s.co(), s.ci(), taps, false, packed);
  }

  static PackedWeights flipped(Conv2dInputGradient k) {
    var s = k.sizes();
    int taps = k.window().kernelHeight() * k.window().kernelWidth();
    var packed = new float[Tile.rows(s.ci()) * s.co() * taps];
    return new PackedWeights(k.w(), k.wAt(), s.co(), s.ci(), taps, true, packed);
  }

  private int rows() {
    return flipped ? ci : co;
  }

  /** The number of products in a sum. */
  int depth() {
    return (flipped ? co : ci) * taps;
  }

  /** The number of weights in a panel. */
  int work() {
    return ROWS * depth();
  }

  @Override
  public int size() {
    return Math.ceilDiv(rows(), ROWS);
  }

  @Override
  public void run(int from, int to) {
    for (int panel = from; panel < to; panel++) {
      int begin = panel * ROWS * depth();
      Arrays.fill(packed, begin, begin + ROWS * depth(), 0);
      for (int r = 0; r < Math.min(ROWS, rows() - panel * ROWS); r++) {
        if (flipped) {
          packFlipped(panel * ROWS + r, begin + r);
        } else {
          pack(panel * ROWS + r, begin + r);
        }
      }
    }
  }

  private void pack(int o, int at) {
    int row = wAt + o * ci * taps;
    for (int k = 0; k < ci * taps; k++) {
      packed[at + k * ROWS] = w[row + k];
    }
  }

  private void packFlipped(int c, int at) {
    for (int o = 0; o < co; o++) {
      int last = wAt + (o * ci + c + 1) * taps - 1;
      for (int t = 0; t < taps; t++) {
        packed[at + (o * taps + t) * ROWS] = w[last - t];
      }
    }
  }
}
