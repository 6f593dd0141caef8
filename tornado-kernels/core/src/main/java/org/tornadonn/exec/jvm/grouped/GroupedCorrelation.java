package org.tornadonn.exec.jvm.grouped;

import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.op.convolution.GroupedConv2dForward;
import org.tornadonn.plan.Loop;

/** {@link GroupedConv2dForward}; one index is one row of all channels of a group of a sample. */
public record GroupedCorrelation(GroupedConv2dForward kernel, InputLines input, LineSums sums)
    implements Loop {

  public static GroupedCorrelation of(GroupedConv2dForward k) {
    var input = InputLines.of(k.sizes(), k.window(), k.groups());
    int[] shifts = input.shifts();
    int[] weights = new int[shifts.length];
    for (int v = 0; v < weights.length; v++) {
      weights[v] = v;
    }
    return new GroupedCorrelation(k, input, new LineSums(input.pitch(), shifts, weights));
  }

  private int channels() {
    return kernel.sizes().co() / kernel.groups();
  }

  /** The weights of one output channel. */
  private int weights() {
    return input.most() * kernel.window().kernelWidth();
  }

  /** The vectors that an index multiplies. */
  public long work() {
    return (long) channels() * weights() * Math.ceilDiv(kernel.sizes().wo(), LineSums.whole(1));
  }

  @Override
  public int size() {
    return kernel.sizes().n() * kernel.groups() * kernel.sizes().ho();
  }

  @Override
  public void run(int from, int to) {
    var s = kernel.sizes();
    var scratch = Scratch.ofThread();
    float[] band = scratch.band(input.most() * input.pitch());
    float[] out = scratch.sums(channels() * LineSums.whole(s.wo()));
    int[] lines = new int[input.most()];
    for (int i = from; i < to; i++) {
      int group = i / s.ho();
      int row = i % s.ho();
      int count = input.copy(kernel.x(), group, row, band, lines);
      for (int line = 0; line < count; line++) {
        lines[line] *= kernel.window().kernelWidth();
      }
      int w = kernel.wAt() + group % kernel.groups() * channels() * weights();
      sums.write(band, lines, count, kernel.w(), w, weights(), out, channels(), s.wo());
      for (int o = 0; o < channels(); o++) {
        put(out, o * LineSums.whole(s.wo()), ((group * channels() + o) * s.ho() + row) * s.wo());
      }
    }
  }

  private void put(float[] out, int from, int to) {
    int width = kernel.sizes().wo();
    if (LineSums.hasNaN(out, from, width)) {
      kernel.run(to, to + width);
    } else {
      System.arraycopy(out, from, kernel.y(), to, width);
    }
  }
}
