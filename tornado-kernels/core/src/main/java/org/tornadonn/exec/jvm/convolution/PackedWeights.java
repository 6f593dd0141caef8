package org.tornadonn.exec.jvm.convolution;

import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dInputGradient;
import org.tornadonn.plan.Loop;

/**
 * The weights of a convolution {@code w[o, c, t]}, t a tap of the window, as a matrix; one index is
 * one row.
 *
 * <p>Forward, a row is an output channel o and k runs over (c, t). For the input gradient, a row is
 * an input channel c and k runs over o and the taps, last tap first.
 */
public record PackedWeights(
    float[] w, int wAt, int co, int ci, int taps, boolean flipped, float[] packed) implements Loop {

  public static PackedWeights forward(Conv2dForward k) {
    var s = k.sizes();
    int taps = k.window().kernelHeight() * k.window().kernelWidth();
    var packed = new float[s.co() * s.ci() * taps];
    return new PackedWeights(k.w(), k.wAt(), s.co(), s.ci(), taps, false, packed);
  }

  public static PackedWeights flipped(Conv2dInputGradient k) {
    var s = k.sizes();
    int taps = k.window().kernelHeight() * k.window().kernelWidth();
    var packed = new float[s.ci() * s.co() * taps];
    return new PackedWeights(k.w(), k.wAt(), s.co(), s.ci(), taps, true, packed);
  }

  /** The number of products in a sum. */
  public int depth() {
    return (flipped ? co : ci) * taps;
  }

  @Override
  public int size() {
    return flipped ? ci : co;
  }

  @Override
  public void run(int from, int to) {
    for (int row = from; row < to; row++) {
      int at = row * depth();
      if (!flipped) {
        System.arraycopy(w, wAt + at, packed, at, depth());
      } else {
        flip(row, at);
      }
    }
  }

  private void flip(int c, int at) {
    for (int o = 0; o < co; o++) {
      int last = wAt + (o * ci + c + 1) * taps - 1;
      for (int t = 0; t < taps; t++) {
        packed[at + o * taps + t] = w[last - t];
      }
    }
  }
}
